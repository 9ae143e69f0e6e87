/** What every screen reads from: the chain, the subgraph, and what can never change on either. */
import {
  type Deployment,
  type GetMarketReturnType,
  type GetProductReturnType,
  getCounts,
  getMarket,
  getProduct,
  getSpec,
  getToken,
} from "@clearhour/sdk";
import type { Graph } from "@clearhour/sdk/graph";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, useContext } from "react";
import type { PublicClient } from "viem";
import type { AppConfig } from "../config.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";

export interface Product extends GetProductReturnType {
  /** From its spec. */
  readonly name: string;
}

export interface Exchange {
  readonly config: AppConfig;
  readonly deployment: Deployment;
  readonly client: PublicClient;
  readonly graph: Graph;
  readonly token: { readonly symbol: string; readonly decimals: number };
  readonly markets: readonly GetMarketReturnType[];
  readonly products: readonly Product[];
}

const Context = createContext<Exchange | undefined>(undefined);

export function useExchange(): Exchange {
  const exchange = useContext(Context);
  if (exchange === undefined) throw new Error("outside of ExchangeProvider");
  return exchange;
}

interface Properties {
  readonly config: AppConfig;
  readonly client: PublicClient;
  readonly children: ReactNode;
}

export function ExchangeProvider({ config, client, children }: Properties) {
  const { data, error, refetch } = useQuery({
    queryKey: ["exchange"],
    queryFn: () => readExchange(config.deployment, client),
    staleTime: Number.POSITIVE_INFINITY,
    retry: 2,
    refetchInterval: ({ state }) => (state.status === "error" ? 3_000 : false),
  });
  if (error !== null) {
    return (
      <Failure title="The chain cannot be read" error={error} retry={() => void refetch()} detail={config.rpcUrl} />
    );
  }
  if (data === undefined) return <Loading what="the exchange" />;
  const { deployment, graphUrl } = config;
  return <Context value={{ config, deployment, client, graph: { url: graphUrl }, ...data }}>{children}</Context>;
}

async function readExchange(deployment: Deployment, client: PublicClient) {
  const [counts, token] = await Promise.all([getCounts(client, { deployment }), getToken(client, { deployment })]);
  const [markets, products] = await Promise.all([
    Promise.all(numbers(counts.markets).map((market) => getMarket(client, { deployment, market }))),
    Promise.all(numbers(counts.products).map((product) => readProduct(deployment, client, product))),
  ]);
  return { token, markets, products: products.filter(({ market }) => market !== 0) };
}

async function readProduct(deployment: Deployment, client: PublicClient, id: number): Promise<Product> {
  const [product, { spec }] = await Promise.all([
    getProduct(client, { deployment, product: id }),
    getSpec(client, { deployment, product: id }),
  ]);
  return { ...product, name: nameIn(spec) ?? `Product ${id}` };
}

/** The chain never looks into a spec: any bytes may stand there. */
function nameIn(spec: Uint8Array): string | undefined {
  try {
    const { name } = JSON.parse(new TextDecoder().decode(spec)) as { name?: unknown };
    return typeof name === "string" ? name : undefined;
  } catch {
    return undefined;
  }
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i + 1);
}

export function productNamed(products: readonly Product[], id: number): string {
  return products.find((product) => product.id === id)?.name ?? `Product ${id}`;
}
