import { OutOfBandError } from "../errors/auction.ts";

/** Ticks of a grid. */
export const TICKS = 252;
/** A reference stands this many ticks above its grid's base, unless the base is 1. */
export const HALF_BAND = 126;
/** Most lots of one side of a series in an auction. */
export const MAX_LOTS = 2 ** 27 - 1;
/** Highest reference, ticks. */
export const MAX_REFERENCE = 2 ** 23;

/** The price grid of one series in one auction: tick t is the price base + t. Prices in ticks. */
export interface Grid {
  readonly base: number;
  /** What the grid was built around. */
  readonly reference: number;
}

export type Side = "buy" | "sell";

/** The grid that is frozen around a reference (ticks, at least 1). */
export function gridAround(reference: number): Grid {
  return { base: Math.max(1, reference - HALF_BAND), reference };
}

/** The highest price of a grid, ticks. */
export function topOf(grid: Grid): number {
  return grid.base + TICKS - 1;
}

/**
 * The price at which an order counts, ticks: a buy above the band at its top, a sell below it at its bottom.
 *
 * @throws {OutOfBandError} when the order could never fill
 */
export function intoBand(side: Side, price: number, grid: Grid): number {
  const top = topOf(grid);
  if (side === "buy" ? price < grid.base : price > top) throw new OutOfBandError({ price, bottom: grid.base, top });
  return Math.min(Math.max(price, grid.base), top);
}
