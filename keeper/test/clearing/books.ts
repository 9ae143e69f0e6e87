/** Random books, small enough to look at every answer. */
import fc from "fast-check";
import type { WrittenBook } from "../../src/clearing/book.ts";

const side = fc.constantFrom("buy" as const, "sell" as const);
const SERIES = ["h0", "h1", "h2"] as const;
/** Prices of the reference solver go up to this. */
export const TOP = 9;

const price = fc.integer({ min: 0, max: TOP });
const lots = fc.integer({ min: 1, max: 4 });
/** More lots than anybody wants, at the top price: no price can be above it. */
export const PLENTY = 100;
const plenty = SERIES.map((series) => ({ series, side: "sell" as const, price: TOP, lots: PLENTY }));
const hourly = fc
  .array(fc.record({ series: fc.constantFrom(...SERIES), side, price, lots }), { maxLength: 10 })
  .map((orders) => [...orders, ...plenty]);
/** A stretch of neighbours. */
const stretch = fc
  .tuple(fc.nat(SERIES.length - 1), fc.nat(SERIES.length - 1))
  .map(([a, b]) => SERIES.slice(Math.min(a, b), Math.max(a, b) + 1));
const strip = fc.record({ side, price, lots: fc.integer({ min: 1, max: 2 }), series: stretch });
const block = fc
  .tuple(
    side,
    fc.subarray([...SERIES], { minLength: 1 }),
    fc.array(lots, { minLength: 3, maxLength: 3 }),
    price,
    fc.nat(3),
  )
  .map(([bought, series, each, average, odd]) => {
    const legs = series.map((name, i) => ({ series: name, lots: each[i] as number }));
    const total = legs.reduce((sum, leg) => sum + leg.lots, 0);
    return { side: bought, value: total * average + odd, legs };
  });
const curtailable = fc
  .tuple(side, fc.subarray([...SERIES], { minLength: 1 }), fc.integer({ min: 2, max: 4 }), price, fc.boolean())
  .map(([bought, series, each, average, isHalf]) => ({
    side: bought,
    value: each * series.length * average,
    legs: series.map((name) => ({ series: name, lots: each })),
    minLots: isHalf ? Math.ceil(each / 2) : each,
  }));

const written = <T extends object>(rest: T): WrittenBook & T => ({
  format: "clearhour-book",
  version: 1,
  series: [...SERIES],
  ...rest,
});

export const hourlyAndBlocks = fc.record({ hourly, blocks: fc.array(block, { maxLength: 4 }) }).map(written);
export const hourlyAndStrips = fc.record({ hourly, strips: fc.array(strip, { maxLength: 4 }) }).map(written);
export const everything = fc
  .record({
    hourly,
    strips: fc.array(strip, { maxLength: 2 }),
    blocks: fc.array(fc.oneof(block, curtailable), { maxLength: 3 }),
  })
  .map(written);
