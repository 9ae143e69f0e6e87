/** A wallet's orders of all kinds: history says which there are, the chain what an uncollected strip or block came to. */
import { explainBlock, toClearhourError } from "@clearhour/sdk";
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
import { useRef } from "react";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { firstOf } from "../lib/pages.ts";
import type { Wallet } from "../wallet/useWallet.ts";

export type HourlyOrder = OrdersQuery["orders"][number];
export type BlockOrder = BlockOrdersQuery["blockOrders"][number];

/** What became of an order that is over does not change, unless the chain takes blocks back. */
const FINAL_EVERY_MS = 30_000;

/** Orders of one kind. */
interface Orders<Order> {
  /** The latest. */
  readonly rows: readonly Order[];
  readonly more: boolean;
  readonly uncollected: readonly Order[];
}

/**
 * The latest orders, and all that are not collected: each kind as far as it could be read.
 *
 * @param shown The most of each kind.
 */
export function useOrders({ address: owner }: Wallet, shown: number) {
  const { graph } = useExchange();
  const hourly = useKind(["orders", owner, shown], shown, async (page) => {
    return (await queryGraph(graph, ordersQuery, { owner, ...page })).orders;
  });
  const blocks = useKind(["strips and blocks", owner, shown], shown, async (page) => {
    return (await queryGraph(graph, blockOrdersQuery, { owner, ...page })).blockOrders;
  });
  return { hourly, blocks };
}

interface Page {
  readonly first: number;
  readonly skip: number;
  readonly collected: readonly boolean[];
}

function useKind<Order>(key: readonly unknown[], shown: number, ask: (page: Page) => Promise<readonly Order[]>) {
  return useFresh({
    key,
    read: async (): Promise<Orders<Order>> => {
      const [latest, open] = await Promise.all([
        firstOf(shown, (page) => ask({ ...page, collected: [false, true] })),
        firstOf(Number.POSITIVE_INFINITY, (page) => ask({ ...page, collected: [false] })),
      ]);
      return { ...latest, uncollected: open.rows };
    },
    keep: true,
  });
}

/**
 * What became of strips and blocks, by id: a report, or the error where the chain did not tell. Those that are over and
 * not collected are missing until it was asked.
 */
export function useBlockReports(
  orders: readonly BlockOrder[],
  now: bigint,
): ReadonlyMap<string, BlockFillReport | Error> {
  const { client, deployment } = useExchange();
  const told = orders.map((order) => [order, blockOutcomeOf(order, now)] as const);
  const known = useRef(new Map<string, BlockFillReport>());
  const unknown = told.filter(([, report]) => report === undefined).map(([order]) => order);
  const { data = [] } = useFresh({
    key: ["block reports", unknown.map(({ id }) => id).join()],
    read: () =>
      Promise.all(
        unknown.map(async (order) => {
          const asked = explainBlock(client, { deployment, order: placedBlockOf(order) });
          // One that cannot be read must not hold back the others, nor take what is known.
          const report = await asked.catch((error: unknown) => known.current.get(order.id) ?? toClearhourError(error));
          if (!(report instanceof Error)) known.current.set(order.id, report);
          return [order.id, report] as const;
        }),
      ),
    every: FINAL_EVERY_MS,
    enabled: unknown.length > 0,
  });
  return new Map<string, BlockFillReport | Error>([
    ...told.flatMap(([{ id }, report]) => (report === undefined ? [] : [[id, report] as const])),
    ...data,
  ]);
}
