/**
 * When a keeper acts, in the chain's time. Keepers that know nothing of each other spread over the first part of each
 * span by their addresses, so that two of them seldom send the same thing into the same block. One that lost such a
 * race leaves the auction to the other for half of the time that is left.
 */
import { spread } from "../runtime/random.ts";
import type { BlockHint, HoldingHint, OrderHint } from "./hints.ts";

/** A span of the chain's time, unix seconds: from `from` to before `to`. */
export interface Span {
  readonly from: bigint;
  readonly to: bigint;
}

/** Who acts, and what it remembers: nothing that a restart may not lose. */
export interface Self {
  readonly address: string;
  /** When it lost a race in an auction: another keeper is at work there. */
  readonly lostAt: ReadonlyMap<bigint, bigint>;
  /** How many of its transactions in an auction were mined. */
  readonly won: ReadonlyMap<bigint, number>;
}

/** When to clear an auction. */
export function clearSpan({ address, lostAt }: Self, auction: bigint, solving: Span): Span {
  const length = solving.to - solving.from;
  const delay = lostAt.has(auction) ? length / 2n : spread(length / 4n, address, String(auction));
  return { from: solving.from + delay, to: solving.to };
}

/**
 * When to close a position out: the first quarter of the collecting time is its owner's, who may find a better price
 * than any.
 */
export function closeOutSpan({ address, lostAt }: Self, { series, spot }: Pick<HoldingHint, "series" | "spot">): Span {
  const length = spot.close - spot.open;
  const from = spot.open + length / 4n + spread(length / 8n, address, String(series));
  const lost = lostAt.get(spot.auction);
  if (lost === undefined) return { from, to: spot.close };
  return { from: lost + (spot.close - lost) / 2n, to: spot.close };
}

/**
 * When to collect an order whose lots must not stay hidden.
 *
 * - `short`: until gate closure, so that they are committed, or known to be missing.
 * - `long`: until its hour-ahead auction closes, so that capacity is not hoarded.
 * - `returned`: what a close-out did not sell. Its owner may still nominate it until gate closure.
 */
export function collectSpan(
  self: Self,
  order: Omit<OrderHint, "accountId" | "slot">,
  exposes: "short" | "long" | "returned",
): Span {
  const { auction, spot, gateClosure, series } = order;
  const from = auction.close > spot.open ? auction.close : spot.open;
  // The same for all orders of a series, so that they fit one transaction.
  const delay = spread((gateClosure - from) / 8n, self.address, String(series));
  return { from: from + delay, to: exposes === "long" ? spot.close : gateClosure };
}

/** The same for a strip or block: from when its first period's would be, until its last period's. */
export function blockSpan(self: Self, { auction, first, last }: BlockHint, exposes: "short" | "long"): Span {
  const { from } = collectSpan(self, { auction, ...first }, exposes);
  return { from, to: collectSpan(self, { auction, ...last }, exposes).to };
}

/** Whether a time is in a span. */
export function within({ from, to }: Span, now: bigint): boolean {
  return from <= now && now < to;
}
