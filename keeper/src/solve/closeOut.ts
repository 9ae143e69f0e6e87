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

/**
 * Puts unscheduled positions into their hour-ahead auctions: one at a time in each, so that two keepers that meet
 * there lose one transaction between them, and each in an order of its own.
 */
export function decideCloseOuts(now: bigint, self: Self, positions: readonly UnscheduledPosition[]): CloseOutAction[] {
  const due = positions
    .filter(({ lots, backed }) => lots > 0 || (lots < 0 && !backed))
    .flatMap(({ hint: { accountId, series, spot } }) => {
      const span = closeOutSpan(self, { series, spot });
      if (!within(span, now)) return [];
      const rank = spread(1n << 64n, self.address, accountId, String(series));
      return [{ accountId, series, auction: spot.auction, deadline: span.to, rank }];
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  const first = new Map(due.toReversed().map((each) => [each.auction, each]));
  return [...first.values()].map(({ rank: _, ...action }) => ({ kind: "closeOut", ...action }));
}
