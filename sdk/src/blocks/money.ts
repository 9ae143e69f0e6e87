/** What strips and blocks put up, in the contract's own integers (contracts/blocks). */
import type { PriceTerms } from "../clearing/index.ts";

const BPS = 10_000n;

/** A strip or block as its value is reckoned. */
export interface BlockValue {
  /** Limit on the average price, ticks. */
  readonly limit: number;
  /** Lots of one unit over all periods. */
  readonly unitLots: number;
  /** Units: lots per period without a profile. */
  readonly lots: number;
}

/** What it trades for at its limit if all of it fills, quote units. */
export function valueAtLimit({ limit, unitLots, lots }: BlockValue, { tickSize }: PriceTerms): bigint {
  return BigInt(limit) * tickSize * BigInt(unitLots) * BigInt(lots);
}

/**
 * The most that its trading fees can be if all of it fills at its limit, quote units: the fee of each lot is rounded up
 * where it trades, by less than one unit for each.
 */
export function mostFees({ limit, unitLots, lots }: BlockValue, { tickSize, feeBps }: PriceTerms): bigint {
  const cost = BigInt(limit) * tickSize * BigInt(unitLots);
  return ((cost * BigInt(feeBps) + BPS - 1n) / BPS + BigInt(unitLots)) * BigInt(lots);
}
