import { PriceOutOfRangeError, WrongTickError } from "../errors/input.ts";

/** A limit: in quote units per lot, or in ticks. */
export type PriceInput =
  | {
      /** Quote units per lot, a multiple of the product's tick size. */
      readonly price: bigint;
      readonly ticks?: undefined;
    }
  | {
      /** Ticks of the product's tick size. */
      readonly ticks: number;
      readonly price?: undefined;
    };

const MAX_TICKS = 2n ** 32n - 1n;

/**
 * A price in ticks.
 *
 * @param price Quote units per lot.
 * @param tickSize Quote units per tick and lot.
 * @throws {WrongTickError} when the price is not a multiple of the tick size.
 * @throws {PriceOutOfRangeError} when it does not fit 32 bits.
 */
export function priceToTicks(price: bigint, tickSize: bigint): number {
  if (price < 0n || price % tickSize !== 0n) throw new WrongTickError(price, tickSize);
  const ticks = price / tickSize;
  if (ticks > MAX_TICKS) throw new PriceOutOfRangeError(ticks);
  return Number(ticks);
}

/** Ticks as quote units per lot. */
export function ticksToPrice(ticks: number, tickSize: bigint): bigint {
  return BigInt(ticks) * tickSize;
}
