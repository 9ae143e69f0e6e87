import { type Book, clearBook, type Grid, type Pressed, TICKS } from "../clearing/index.ts";
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

/** The middle of a series' interval, rounded down, ticks. */
export function middleOf({ grid, lo, hi }: SeriesBook): number {
  return grid.base + Math.floor((lo + hi) / 2);
}

function pressedBy(book: Book, { lo, hi }: Pick<SeriesBook, "lo" | "hi">, minVolume: number): Pressed {
  if (lo === TICKS - 1 && (book.buys[TICKS - 1] ?? 0) >= minVolume) return 2;
  if (hi === 0 && (book.sells[0] ?? 0) >= minVolume) return 1;
  return 0;
}
