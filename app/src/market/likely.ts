/** What would become of a strip or block at given prices. */
import type { OrderSide } from "@clearhour/sdk";
import { feePerLot } from "@clearhour/sdk/clearing";

export interface PricedBlock {
  readonly side: OrderSide;
  /** Limit on the average price, ticks. */
  readonly limit: number;
  /** In each hour. */
  readonly lots: readonly number[];
  /** What its place in the list costs, quote units: its trading fees count against that. */
  readonly placeFee: bigint;
}

export interface Likely {
  /** Average price of its lots, ticks. */
  readonly average: number;
  /** Ticks that the limit is better than the average; negative where it would not fill. */
  readonly off: number;
  /** What a buy pays or what a sell earns if all of it fills, all fees taken in, quote units. */
  readonly amount: bigint;
}

/**
 * What would become of it.
 *
 * @param prices Of its hours, ticks.
 * @param terms Quote units of a tick, and the market's fee in basis points.
 */
export function likelyOf(
  { limit, lots, placeFee, side }: PricedBlock,
  prices: readonly number[],
  terms: { readonly tickSize: bigint; readonly feeBps: number },
): Likely {
  let all = 0;
  let ticks = 0n;
  let fees = 0n;
  for (const [i, one] of lots.entries()) {
    const price = prices[i] ?? 0;
    all += one;
    ticks += BigInt(price) * BigInt(one);
    fees += feePerLot(price, terms) * BigInt(one);
  }
  const average = Number(ticks) / all;
  const value = ticks * terms.tickSize;
  const kept = fees > placeFee ? fees : placeFee;
  return side === "buy"
    ? { average, off: limit - average, amount: value + kept }
    : { average, off: average - limit, amount: value - kept };
}
