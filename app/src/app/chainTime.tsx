/** The chain's clock, which is the only one that the exchange knows. */
import { type QueryClient, useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import { getBlock } from "viem/actions";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { useExchange } from "./exchange.tsx";

interface ChainTime {
  /** Of the latest block, unix seconds. */
  readonly now: bigint;
  readonly blockNumber: bigint;
  /** Whether the chain has stopped answering; `now` is then the last that was heard. */
  readonly silent: boolean;
}

const Context = createContext<ChainTime | undefined>(undefined);
const EVERY_MS = 1_000;
const KEY = ["block"];

/** Chain time for what goes on without a component, unix seconds; undefined before the first block was read. */
export function chainTimeIn(queries: QueryClient): bigint | undefined {
  return queries.getQueryData<Pick<ChainTime, "now">>(KEY)?.now;
}

export function useChainTime(): ChainTime {
  const time = useContext(Context);
  if (time === undefined) throw new Error("outside of ChainTimeProvider");
  return time;
}

export function ChainTimeProvider({ children }: { readonly children: ReactNode }) {
  const { client, config } = useExchange();
  const { data, error, refetch } = useQuery({
    queryKey: KEY,
    queryFn: async () => {
      const { number, timestamp } = await getBlock(client);
      return { blockNumber: number, now: timestamp };
    },
    refetchInterval: EVERY_MS,
    retry: false,
  });
  if (data === undefined) {
    if (error === null) return <Loading what="the latest block" />;
    return (
      <Failure title="The chain cannot be read" error={error} retry={() => void refetch()} detail={config.rpcUrl} />
    );
  }
  return <Context value={{ ...data, silent: error !== null }}>{children}</Context>;
}
