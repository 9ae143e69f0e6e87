/** The strips and blocks of an auction, with what they come to at its prices. */
import { type BlockFillReport, explainBlockFill } from "@clearhour/sdk";
import { filledIn } from "@clearhour/sdk/contest";
import { type BlockOrderFieldsFragment, placedBlockOf } from "@clearhour/sdk/graph";
import type { InBlocks } from "./curves.ts";
import type { AuctionHistory } from "./useHistory.ts";

type BlockOrder = BlockOrderFieldsFragment;

/** The best solution so far, or the result. */
export interface Found {
  /** Ticks, of a product in an hour. */
  readonly priceOf: (product: number, hour: number) => number;
  /** As the contest has them. */
  readonly accepted: `0x${string}`;
  readonly partials: `0x${string}`;
}

export interface BlockRow {
  readonly order: BlockOrder;
  readonly report: BlockFillReport;
  /** What its fill gains at the prices, quote units. */
  readonly gained: bigint;
  /** What the rest would have gained, quote units; negative for a loss. */
  readonly missed: bigint;
}

/** What the subgraph has of a clearing; undefined where it has none yet. */
export function foundIn({ contest, prices }: Pick<AuctionHistory, "contest" | "prices">): Found | undefined {
  if (contest?.accepted == null || contest.partials === null) return undefined;
  const { accepted, partials } = contest;
  const ticks = new Map(prices.map(({ hour, price, product }) => [`${product.number} ${hour}`, price]));
  return { accepted, partials, priceOf: (product, hour) => ticks.get(`${product} ${hour}`) ?? 0 };
}

/**
 * Each strip or block with what became of it, by its place in the list.
 *
 * @param found undefined where there is no clearing yet, and null where there will be none
 */
export function blockRows(orders: readonly BlockOrder[], found: Found | undefined | null): BlockRow[] {
  return orders.toSorted((a, b) => a.index - b.index).map((order) => rowOf(order, found));
}

function rowOf(order: BlockOrder, found: Found | undefined | null): BlockRow {
  const placed = placedBlockOf(order);
  if (found === undefined || found === null) {
    const report = explainBlockFill(placed, found === null ? "void" : "pending");
    return { order, report, gained: 0n, missed: 0n };
  }
  const prices = hoursOf(order).map((hour) => found.priceOf(order.product.number, hour));
  const tickSize = BigInt(order.product.tickSize);
  const filled = filledIn(found, order);
  const report = explainBlockFill(placed, { prices, filled, tickSize });
  const gained = (report.surplus * BigInt(filled)) / BigInt(order.lots);
  return { order, report, gained, missed: report.surplus - gained };
}

/** Regrets of what is not filled, quote units: the gap, where hourly orders have none. */
export function regretOf(rows: readonly BlockRow[]): bigint {
  return rows.reduce((sum, { missed }) => sum + (missed > 0n ? missed : 0n), 0n);
}

/** Lots that strips and blocks trade of a product in an hour. */
export function lotsInBlocks(rows: readonly BlockRow[], product: number, hour: number): InBlocks {
  const lots = { bought: 0, sold: 0 };
  for (const { order, report } of rows) {
    const at = hour - order.hour;
    if (order.product.number !== product || at < 0 || at >= order.periods) continue;
    lots[order.isBuy ? "bought" : "sold"] += (order.profile[at] ?? 1) * report.filled;
  }
  return lots;
}

function hoursOf({ hour, periods }: Pick<BlockOrder, "hour" | "periods">): number[] {
  return Array.from({ length: periods }, (_, i) => hour + i);
}
