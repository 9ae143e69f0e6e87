/** Random contested auctions. */
import type { BlockRecord } from "@clearhour/sdk/blocks";
import { BookBuilder, clearBook, gridAround, TICKS } from "@clearhour/sdk/clearing";
import type { ContestBook, SeriesBook } from "@clearhour/sdk/contest";
import fc from "fast-check";
import { type Random, randomFrom } from "../../src/runtime/random.ts";

/** How large auctions are, and what is in them. */
export interface Shape {
  readonly products: number;
  readonly window: number;
  /** Most hourly orders of a series, strips and blocks of the auction. */
  readonly hourly: number;
  readonly strips: number;
  readonly blocks: number;
  /** Most lots of an order. */
  readonly lots: number;
  /** How far limits are from the reference, ticks. */
  readonly spread: number;
  /** Reference price, ticks. */
  readonly reference: number;
}

const AUCTION = (7n << 32n) | 1n;

/** An auction of this shape for each seed. */
export function contestBooks(shape: Shape): fc.Arbitrary<ContestBook> {
  return fc.integer({ min: 0, max: 2 ** 31 - 1 }).map((seed) => contestBook(shape, String(seed)));
}

function contestBook(shape: Shape, seed: string): ContestBook {
  const random = randomFrom(seed);
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const window = 2 + upTo(shape.window - 2);
  const products = Array.from({ length: 1 + upTo(shape.products - 1) }, (_, id) => ({
    id: id + 1,
    tickSize: BigInt(1 + upTo(4)) * 10n ** BigInt(upTo(3)),
  }));
  const records = [
    ...Array.from({ length: upTo(shape.strips) }, () => record(shape, random, { window, products, block: false })),
    ...Array.from({ length: upTo(shape.blocks) }, () => record(shape, random, { window, products, block: true })),
  ];
  if (records.length === 0) {
    records.push(record(shape, random, { window, products, block: shape.strips === 0 }));
  }
  // As they come in.
  records.sort(() => random() - 0.5);
  const series = products.flatMap((_, place) =>
    Array.from({ length: window }, (_, offset): SeriesBook | undefined => {
      const touched = records.some((r) => r.place === place && r.offset <= offset && offset < r.offset + r.periods);
      const count = random() < 0.2 ? 0 : upTo(shape.hourly);
      return touched || count > 0 ? seriesBook(shape, random, count) : undefined;
    }),
  );
  return { auction: AUCTION, first: window, window, products, series, records };
}

function seriesBook(shape: Shape, random: Random, count: number): SeriesBook {
  const grid = gridAround(shape.reference);
  const builder = new BookBuilder(grid);
  for (let i = 0; i < count; i++) {
    const side = random() < 0.5 ? "buy" : "sell";
    const price = Math.max(1, limit(shape, random));
    const inBand = Math.min(Math.max(price, grid.base), grid.base + TICKS - 1);
    builder.add({ side, price: inBand, lots: 1 + Math.floor(random() * shape.lots) });
  }
  const book = builder.book();
  const { lo, hi } = clearBook(book) ?? { lo: 0, hi: TICKS - 1 };
  return { grid, book, lo, hi, pressed: 0 };
}

function record(
  shape: Shape,
  random: Random,
  { window, products, block }: Pick<ContestBook, "window" | "products"> & { readonly block: boolean },
): BlockRecord {
  const upTo = (most: number) => Math.floor(random() * (most + 1));
  const periods = block ? 1 + upTo(window - 1) : 2 + upTo(window - 2);
  const offset = upTo(window - periods);
  const lots = 1 + upTo(shape.lots - 1);
  return {
    sell: random() < 0.5,
    block,
    place: upTo(products.length - 1),
    offset,
    periods,
    price: Math.max(1, limit(shape, random)),
    lots,
    least: block ? (random() < 0.5 ? lots : 1 + upTo(lots - 1)) : 0,
    profile: block && random() < 0.3 ? Array.from({ length: periods }, () => 1 + upTo(2)) : [],
  };
}

function limit({ reference, spread }: Shape, random: Random): number {
  return reference + Math.round((2 * random() - 1) * spread);
}
