/** Markets and lanes, as the actions take and return them. */
import type { Address } from "viem";

/** A gate of a market, as it is opened. */
export type LaneParameters = {
  /** Seconds from finality to the first delivery period. */
  readonly lead: number;
  /** Periods that an auction covers, 1 to 48. */
  readonly window: number;
  /** Periods from one auction to the next, 1 to 255. */
  readonly stride: number;
  /** Seconds in which an auction takes orders, at least 1. */
  readonly collect: number;
  /** Seconds in which it can be cleared, at least 1; with `collect` at most two strides. */
  readonly solve: number;
};

/** A gate of a market with its id and the market's delivery period. */
export type Lane = LaneParameters & {
  readonly id: number;
  /** Seconds. */
  readonly period: number;
};

export type MarketParams = {
  /** Fee on both sides of a fill, basis points of the price, at most 500. */
  readonly feeBps: number;
  /** Most that a clearing earns, quote units, out of half of its fees. */
  readonly maxTip: bigint;
  /** Lots that a trade needs to move a reference or to be a spot price, at least 1. */
  readonly minVolume: number;
  /** Quote units that the place of a strip or block in an empty list costs; it doubles with every eighth that is full. */
  readonly wordFee: bigint;
  /** Least value of a strip or block, quote units. */
  readonly minNotional: bigint;
  /** Zero address: open to everyone. Nothing else is supported yet. */
  readonly access: Address;
};
