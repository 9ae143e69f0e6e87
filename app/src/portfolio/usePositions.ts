/** The positions of a wallet: where there are any is history's to say, how many lots is the chain's. */
import { getPosition, type Position } from "@clearhour/sdk";
import { positionsQuery, queryGraph } from "@clearhour/sdk/graph";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { firstOf } from "../lib/pages.ts";
import type { Wallet } from "../wallet/useWallet.ts";

export interface HeldPosition extends Position {
  readonly product: number;
}

/** Past hours that are shown. */
const BACK = 24;

export function usePositions({ accountId, address }: Wallet) {
  const { client, deployment, graph } = useExchange();
  const { now } = useChainTime();
  // Moves once a delivery day: the read is named by it.
  const fromHour = (Math.floor(Number(now) / 86_400) - 1) * BACK;
  return useFresh({
    key: ["positions", address, fromHour],
    read: async (): Promise<HeldPosition[]> => {
      const { rows } = await firstOf(Number.POSITIVE_INFINITY, async (page) => {
        return (await queryGraph(graph, positionsQuery, { owner: address, fromHour, ...page })).positions;
      });
      const own = rows.filter(({ account }) => account.id === accountId);
      const held = await Promise.all(
        own.map(async ({ hour, product, series }) => {
          const id = BigInt(series.id);
          const lots = await getPosition(client, { deployment, accountId, series: id });
          return { series: id, hour, lots, product: product.number };
        }),
      );
      return held.filter(({ lots }) => lots !== 0);
    },
  });
}
