import fc from "fast-check";
import { type Book, type BookOrder, type Grid, MAX_LOTS, TICKS } from "../../src/clearing/index.ts";

/** A grid around a reference of 200 ticks: prices 74 to 325. */
export const GRID: Grid = { base: 74, reference: 200 };

/** A book from `[tick, lots]` pairs. */
export function book(buys: readonly [number, number][], sells: readonly [number, number][]): Book {
  return { buys: side(buys), sells: side(sells) };
}

function side(pairs: readonly [number, number][]): number[] {
  const lots = new Array<number>(TICKS).fill(0);
  for (const [tick, amount] of pairs) lots[tick] = amount;
  return lots;
}

const pairs = fc.array(
  fc.tuple(fc.integer({ min: 0, max: TICKS - 1 }), fc.integer({ min: 0, max: Math.floor(MAX_LOTS / 252) })),
  {
    maxLength: 12,
  },
);

/** Books of a few ticks, often crossed, often with the same ticks on both sides. */
export const anyBook: fc.Arbitrary<Book> = fc
  .tuple(pairs, pairs, fc.constantFrom(0, 120, 248))
  .map(([buys, sells, shift]) => book(squeeze(buys, shift), squeeze(sells, shift)));

/** Folds ticks into a few, so that orders meet: a shift of 0 leaves them, 248 leaves the top four. */
function squeeze(amounts: readonly [number, number][], shift: number): [number, number][] {
  return amounts.map(([tick, lots]) => [shift + (tick % (TICKS - shift)), lots]);
}

/** Orders within and beyond the band of {@link GRID} that can be placed in it. */
export const anyOrders: fc.Arbitrary<BookOrder[]> = fc.array(
  fc.oneof(
    fc.record({
      side: fc.constant("buy" as const),
      price: fc.integer({ min: 74, max: 1_000 }),
      lots: fc.integer({ min: 1, max: 5_000 }),
    }),
    fc.record({
      side: fc.constant("sell" as const),
      price: fc.integer({ min: 1, max: 325 }),
      lots: fc.integer({ min: 1, max: 5_000 }),
    }),
  ),
  { maxLength: 40 },
);
