import { spread } from "../runtime/random.ts";
import type { CloseOutAction } from "./actions.ts";
import type { HoldingHint } from "./hints.ts";
import { closeOutSpan, type Self, within } from "./timing.ts";

/** A position of which nothing is in its hour-ahead auction yet. */
export interface UnscheduledPosition {
  readonly hint: HoldingHint;
  /** Lots that are neither committed nor nominated nor in an order: positive when long, negative when short. */
  readonly lots: number;
  /** A provider's short that others may commit: it is delivered, not bought back. */
  readonly backed: boolean;
}

/** Close-outs of one auction that are sent at the same time, once nobody else is at work there. */
const MOST_AT_ONCE = 8;

/**
 * Puts unscheduled positions into their hour-ahead auctions: the first one of each auction alone, and all of them one
 * at a time where others close out, too, so that two keepers that meet lose one transaction between them. Each keeper
 * has an order of its own.
 *
 * @param closedOut How many close-outs each auction has seen, of whomever.
 */
export function decideCloseOuts(
  now: bigint,
  self: Self,
  positions: readonly UnscheduledPosition[],
  closedOut: ReadonlyMap<bigint, number>,
): CloseOutAction[] {
  const due = positions
    .filter(({ lots, backed }) => lots > 0 || (lots < 0 && !backed))
    .flatMap(({ hint: { accountId, series, spot } }) => {
      const span = closeOutSpan(self, { series, spot });
      if (!within(span, now)) return [];
      const rank = spread(1n << 64n, self.address, accountId, String(series));
      return [{ accountId, series, auction: spot.auction, deadline: span.to, rank }];
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const byAuction = Map.groupBy(due, ({ auction }) => auction);
  return [...byAuction].flatMap(([auction, all]) => {
    const mine = self.won.get(auction) ?? 0;
    const isAlone = mine > 0 && (closedOut.get(auction) ?? 0) <= mine;
    const chosen = all.slice(0, isAlone ? MOST_AT_ONCE : 1);
    return chosen.map(({ rank: _, ...action }) => ({ kind: "closeOut" as const, ...action }));
  });
}
