import { type Book, clearBook, type Grid, HALF_BAND, type Pressed, TICKS } from "../clearing/index.ts";
import type { ContestBook, SeriesBook } from "./types.ts";

/**
 * A series as the baseline finds it, from its hourly orders alone. Without any, every tick of its grid clears.
 *
 * @param minVolume lots, of the market
 */
export function seriesBookOf(grid: Grid, book: Book, minVolume: number): SeriesBook {
  const clearing = clearBook(book);
  if (clearing === undefined) return { grid, book, lo: 0, hi: TICKS - 1, pressed: 0 };
  const { lo, hi, volume } = clearing;
  return { grid, book, lo, hi, pressed: volume > 0 ? 0 : pressedBy(book, { lo, hi }, minVolume) };
}

/** The prices of the clearing without strips and blocks: the middle of each interval, rounded down, ticks. */
export function baselinePrices(book: ContestBook): number[] {
  return book.series.map((series) => (series === undefined ? 0 : middleOf(series)));
}

/**
 * Where the price of each series should be, all else equal, ticks: in the middle of what its hourly orders allow, rounded
 * down. Around a low reference the band is cut off at 1, so its middle is far above: where nobody offers there, it is the
 * reference, or the highest bid above it.
 */
export function targetPrices(book: ContestBook): number[] {
  return book.series.map((series) => (series === undefined ? 0 : targetOf(series)));
}

/** The target of one series; see {@link targetPrices}. */
export function targetOf(series: SeriesBook): number {
  const { grid, lo, hi } = series;
  const cutOff = grid.reference - grid.base < HALF_BAND;
  return cutOff && hi === TICKS - 1 ? Math.max(grid.reference, grid.base + lo) : middleOf(series);
}

function middleOf({ grid, lo, hi }: SeriesBook): number {
  return grid.base + Math.floor((lo + hi) / 2);
}

function pressedBy(book: Book, { lo, hi }: Pick<SeriesBook, "lo" | "hi">, minVolume: number): Pressed {
  if (lo === TICKS - 1 && (book.buys[TICKS - 1] ?? 0) >= minVolume) return 2;
  if (hi === 0 && (book.sells[0] ?? 0) >= minVolume) return 1;
  return 0;
}
