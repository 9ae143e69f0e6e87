import { type Book, depthOf } from "./book.ts";
import type { Result } from "./codec.ts";
import { type Grid, gridAround, HALF_BAND, MAX_REFERENCE, TICKS } from "./grid.ts";

/** The ticks of a grid that clear, from `lo` to `hi`. */
export interface Interval {
  readonly lo: number;
  readonly hi: number;
}

/** How a book clears, in ticks of its grid and lots. */
export interface Clearing extends Interval {
  /** The clearing price: the middle of the interval, rounded down. */
  readonly tick: number;
  readonly volume: number;
  /** Lots filled among the buys limited exactly at the price. */
  readonly marginalBuy: number;
  /** Lots filled among the sells limited exactly at the price. */
  readonly marginalSell: number;
}

/**
 * Clears a book: one sweep over the added-up lots. `undefined` where it is empty: there is nothing to clear.
 *
 * With D(t) the lots bought at tick t or above and S(t) the lots sold at t or below, a tick p clears if everything
 * strictly better is filled: D(p + 1) <= S(p), which holds from some tick on, and S(p - 1) <= D(p), which holds up to
 * some tick.
 *
 * @throws {InvalidBookError} when a side does not hold 252 amounts
 */
export function clearBook(book: Book): Clearing | undefined {
  const { demand, supply } = depthOf(book);
  const buys = (tick: number) => demand[tick] ?? 0;
  const sells = (tick: number) => supply[tick] ?? 0;
  if (buys(0) === 0 && sells(TICKS - 1) === 0) return undefined;

  let lo = 0;
  while (buys(lo + 1) > sells(lo)) lo++;
  let hi = TICKS - 1;
  while (sells(hi - 1) > buys(hi)) hi--;

  const tick = Math.floor((lo + hi) / 2);
  const volume = Math.min(buys(tick), sells(tick));
  return {
    lo,
    hi,
    tick,
    volume,
    marginalBuy: volume - buys(tick + 1),
    marginalSell: volume - sells(tick - 1),
  };
}

/** The result that the contract keeps of a clearing: its prices in ticks of the product, not of the grid. */
export function resultOf(clearing: Clearing, grid: Grid): Result {
  const { tick, ...rest } = clearing;
  const frozen = { base: grid.base, referenceOffset: grid.reference - grid.base };
  return { ...rest, price: grid.base + tick, ...frozen, hourly: rest.volume, contested: false, pressed: 0 };
}

/**
 * The reference that a clearing leaves, ticks; `undefined` where it does not move. A trade of at least `minVolume`
 * lots moves it to its price. Without any trade, at least `minVolume` firm lots at an edge of the band move it half a
 * band that way.
 *
 * @param minVolume lots, of the market
 */
export function referenceAfter(book: Book, clearing: Clearing, grid: Grid, minVolume: number): number | undefined {
  const { lo, hi, tick, volume } = clearing;
  if (volume >= minVolume) return Math.min(grid.base + tick, MAX_REFERENCE);
  if (volume > 0) return undefined;
  if (lo === TICKS - 1 && (book.buys[TICKS - 1] ?? 0) >= minVolume) {
    return Math.min(grid.reference + HALF_BAND, MAX_REFERENCE);
  }
  if (hi === 0 && (book.sells[0] ?? 0) >= minVolume) return gridAround(grid.reference).base;
  return undefined;
}

/** The calldata that proposes intervals, series by series: two bytes each. A series without orders clears everywhere. */
export function encodeHints(intervals: readonly (Interval | undefined)[]): `0x${string}` {
  return `0x${intervals.map((interval) => byte(interval?.lo ?? 0) + byte(interval?.hi ?? TICKS - 1)).join("")}`;
}

/** The intervals that a clearing's calldata proposed, series by series. */
export function decodeHints(hints: `0x${string}`): Interval[] {
  const pairs = hints.slice(2).match(/.{4}/g) ?? [];
  return pairs.map((pair) => ({ lo: Number.parseInt(pair.slice(0, 2), 16), hi: Number.parseInt(pair.slice(2), 16) }));
}

function byte(tick: number): string {
  return tick.toString(16).padStart(2, "0");
}
