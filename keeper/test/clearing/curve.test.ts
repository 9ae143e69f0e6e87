/** What hourly orders add up to, against a plain sum. */
import { expect } from "chai";
import fc from "fast-check";
import { readBook } from "../../src/clearing/book.ts";
import { curvesOf } from "../../src/clearing/curve.ts";

describe("curves", () => {
  it("have all lots of each limit, also of limits that are counted in the same place by turns", () => {
    const hourly = fc.array(
      fc.record({
        series: fc.constantFrom("a", "b"),
        side: fc.constantFrom("buy" as const, "sell" as const),
        // Powers of two apart, so that their last bits are the same.
        price: fc.constantFrom(-(2 ** 31), -256, 0, 1, 256, 257, 4_096, 2 ** 31),
        lots: fc.integer({ min: 1, max: 9 }),
      }),
      { maxLength: 40 },
    );
    fc.assert(
      fc.property(hourly, (orders) => {
        const book = readBook({ format: "clearhour-book", version: 1, series: ["a", "b"], hourly: orders });
        for (const [series, { levels }] of curvesOf(book).entries()) {
          const own = orders.filter((order) => order.series === book.series[series]);
          const lotsOf = (side: string, price: number) =>
            own
              .filter((order) => order.side === side && order.price === price)
              .reduce((sum, { lots }) => sum + lots, 0);
          const prices = [...new Set([0, ...own.map(({ price }) => price)])].sort((a, b) => a - b);
          expect(levels.map(({ price, buys, sells }) => ({ price, buys, sells }))).to.deep.equal(
            prices.map((price) => ({ price, buys: lotsOf("buy", price), sells: lotsOf("sell", price) })),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
