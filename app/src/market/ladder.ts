/** A book as rows for a screen. */
import { type Book, clearBook } from "@clearhour/sdk/clearing";

interface LadderRow {
  /** Ticks. */
  readonly price: number;
  readonly buys: number;
  readonly sells: number;
}

export interface Ladder {
  /** From the highest price to the lowest: those with lots, and the one at which it would clear. */
  readonly rows: readonly LadderRow[];
  /** Where it would clear now; undefined where nothing would trade. */
  readonly indicative: { readonly price: number; readonly volume: number } | undefined;
  /** The most lots of a row and side. */
  readonly most: number;
  /** Price levels above and below that are not shown. */
  readonly hidden: number;
}

/**
 * The price levels nearest to where a book clears.
 *
 * @param base Ticks of the grid's first price.
 * @param limit The most rows.
 */
export function ladderOf(book: Book, base: number, limit: number): Ladder {
  const clearing = clearBook(book);
  const trades = clearing !== undefined && clearing.volume > 0;
  const middle = clearing === undefined ? base : base + clearing.tick;
  const all = book.buys
    .map((buys, tick) => ({ price: base + tick, buys, sells: book.sells[tick] ?? 0 }))
    .filter(({ price, buys, sells }) => buys > 0 || sells > 0 || (trades && price === middle));
  const nearest = all.toSorted((a, b) => Math.abs(a.price - middle) - Math.abs(b.price - middle)).slice(0, limit);
  const rows = nearest.sort((a, b) => b.price - a.price);
  return {
    rows,
    indicative: trades ? { price: middle, volume: clearing.volume } : undefined,
    most: Math.max(0, ...rows.flatMap(({ buys, sells }) => [buys, sells])),
    hidden: all.length - rows.length,
  };
}
