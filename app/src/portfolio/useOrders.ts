/** A wallet's orders of all kinds: history says which there are, the chain what an uncollected strip or block came to. */
import { explainBlock } from "@clearhour/sdk";
import type { BlockFillReport } from "@clearhour/sdk/blocks";
import {
  type BlockOrdersQuery,
  blockOrdersQuery,
  blockOutcomeOf,
  type OrdersQuery,
  ordersQuery,
  placedBlockOf,
  queryGraph,
} from "@clearhour/sdk/graph";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { firstOf } from "../lib/pages.ts";
import type { Wallet } from "../wallet/useWallet.ts";

export type HourlyOrder = OrdersQuery["orders"][number];
export type BlockOrder = BlockOrdersQuery["blockOrders"][number];

/** What became of an order that is over does not change, unless the chain takes blocks back. */
const FINAL_EVERY_MS = 30_000;

/**
 * The latest orders, and all that are not collected.
 *
 * @param shown The most of each kind.
 */
export function useOrders({ address: owner }: Wallet, shown: number) {
  const { graph } = useExchange();
  return useFresh({
    key: ["orders", owner, shown],
    read: async () => {
      const hourly = (count: number, collected: readonly boolean[]) =>
        firstOf(count, async (page) => (await queryGraph(graph, ordersQuery, { owner, collected, ...page })).orders);
      const blocks = (count: number, collected: readonly boolean[]) =>
        firstOf(count, async (page) => {
          return (await queryGraph(graph, blockOrdersQuery, { owner, collected, ...page })).blockOrders;
        });
      const all = Number.POSITIVE_INFINITY;
      const [latest, latestBlocks, open, openBlocks] = await Promise.all([
        hourly(shown, [false, true]),
        blocks(shown, [false, true]),
        hourly(all, [false]),
        blocks(all, [false]),
      ]);
      return {
        hourly: latest.rows,
        blocks: latestBlocks.rows,
        more: latest.more || latestBlocks.more || latest.rows.length + latestBlocks.rows.length > shown,
        uncollected: { hourly: open.rows, blocks: openBlocks.rows },
      };
    },
    keep: true,
  });
}

/** What became of strips and blocks, by id; those that are over and not collected are missing until the chain told. */
export function useBlockReports(orders: readonly BlockOrder[], now: bigint): ReadonlyMap<string, BlockFillReport> {
  const { client, deployment } = useExchange();
  const told = orders.map((order) => [order, blockOutcomeOf(order, now)] as const);
  const unknown = told.filter(([, report]) => report === undefined).map(([order]) => order);
  const { data = [] } = useFresh({
    key: ["block reports", unknown.map(({ id }) => id).join()],
    read: () =>
      Promise.all(
        unknown.map(async (order) => {
          const report = await explainBlock(client, { deployment, order: placedBlockOf(order) });
          return [order.id, report] as const;
        }),
      ),
    every: FINAL_EVERY_MS,
    enabled: unknown.length > 0,
  });
  return new Map([
    ...told.flatMap(([{ id }, report]) => (report === undefined ? [] : [[id, report] as const])),
    ...data,
  ]);
}
