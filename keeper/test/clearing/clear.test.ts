/** The solver against a reference that looks at everything, and its answers against their own certificate. */
import { expect } from "chai";
import fc from "fast-check";
import { readBook, type WrittenBook } from "../../src/clearing/book.ts";
import { certify } from "../../src/clearing/certify.ts";
import { clear } from "../../src/clearing/clear.ts";
import { everything, hourlyAndBlocks, hourlyAndStrips, TOP } from "./books.ts";
import { bestServing, exhaustive, leastRegret } from "./exhaustive.ts";

const SECONDS = 20;

function agrees(written: WrittenBook): void {
  const book = readBook(written);
  const cleared = clear(book, SECONDS);
  const best = exhaustive(book, TOP);
  expect(cleared.isOptimal, "optimal").to.equal(true);
  expect(Number(cleared.welfare), "welfare").to.equal(best.welfare);
  expect(Number(cleared.gap), "gap").to.be.at.least(best.gap);
  expect(Number(cleared.gap), "least regret of these fills").to.equal(leastRegret(book, cleared.units, TOP));
  expect(Number(cleared.bound), "bound").to.be.at.least(best.allocated);
  expect(Number(cleared.bound), "bound").to.be.at.most(Number(cleared.welfare + cleared.gap));
  const { welfare, gap } = certify(book, cleared);
  expect({ welfare, gap }).to.deep.equal({ welfare: cleared.welfare, gap: cleared.gap });
}

describe("clearing a book", function () {
  this.timeout(300_000);

  it("finds the most welfare that any prices allow with blocks, and bounds what no prices allow", () => {
    fc.assert(fc.property(hourlyAndBlocks, agrees), { numRuns: 1_000 });
  });

  it("clears hourly orders and strips with gap 0", () => {
    fc.assert(
      fc.property(hourlyAndStrips, (written) => {
        agrees(written);
        expect(clear(readBook(written), SECONDS).gap).to.equal(0n);
      }),
      { numRuns: 150 },
    );
  });

  it("does so with strips, blocks and blocks of a minimum at once, but for few of those that it proves nothing about", () => {
    let missed = 0;
    fc.assert(
      fc.property(everything, (written) => {
        const book = readBook(written);
        const cleared = clear(book, SECONDS);
        if (cleared.isOptimal) return agrees(written);
        const best = exhaustive(book, TOP);
        expect(Number(cleared.welfare)).to.be.at.most(best.welfare);
        if (Number(cleared.welfare) < best.welfare) missed++;
      }),
      { numRuns: 150 },
    );
    // 32 of 2,500.
    expect(missed).to.be.below(10);
  });

  it("chooses prices by a goal: the nearest to it that keep the rules with its fills, then the lowest", () => {
    const prices = fc.integer({ min: 0, max: TOP });
    let moved = 0;
    fc.assert(
      fc.property(everything, fc.tuple(prices, prices, prices), (written, targets) => {
        const book = readBook(written);
        const goal = { targets, bands: targets.map(() => ({ bottom: 0, top: TOP })), highest: TOP };
        const cleared = clear(book, SECONDS, { goal });
        expect(cleared.prices).to.deep.equal(bestServing(book, cleared.units, goal));
        expect(cleared.welfare).to.equal(clear(book, SECONDS).welfare);
        if (cleared.prices.some((price, series) => price !== targets[series])) moved++;
      }),
      { numRuns: 150 },
    );
    expect(moved, "books where the targets are no prices").to.be.above(75);
  });

  it("takes the middle of the prices where a range clears, rounded down", () => {
    const hourly = [
      { series: "a", side: "buy", price: 20, lots: 5 },
      { series: "a", side: "sell", price: 11, lots: 5 },
    ] as const;
    const cleared = clear(readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly }), 1);
    expect(cleared.intervals).to.deep.equal([{ low: 11, high: 20 }]);
    expect(cleared.prices).to.deep.equal([15]);
    expect(cleared).to.deep.include({ hourly: [5, 5], volumes: [5], welfare: 45n, gap: 0n, bound: 45n });
  });

  it("fills orders at the price in the order of the list", () => {
    const sells = [3, 3, 3].map((lots) => ({ series: "a", side: "sell", price: 10, lots }));
    const hourly = [{ series: "a", side: "buy", price: 12, lots: 4 }, ...sells];
    const cleared = clear(readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly }), 1);
    expect(cleared.hourly).to.deep.equal([4, 3, 1, 0]);
  });

  it("disposes at price 0 of what nobody wants", () => {
    const hourly = [
      { series: "a", side: "sell", price: 0, lots: 9 },
      { series: "a", side: "buy", price: 5, lots: 2 },
    ];
    const blocks = [{ side: "sell", value: -3, legs: [{ series: "a", lots: 4 }] }];
    const cleared = clear(readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly, blocks }), 1);
    expect(cleared).to.deep.include({ prices: [0], units: [1], welfare: 13n, gap: 0n });
    expect(cleared.hourly[1]).to.equal(2);
  });

  it("rejects a block that would gain where taking it would make it lose, and counts that as its gap", () => {
    // Without the block the price is 5; with its 3 lots it would be 10, above its limit of 8.
    const hourly = [
      { series: "a", side: "buy", price: 12, lots: 2 },
      { series: "a", side: "sell", price: 5, lots: 4 },
      { series: "a", side: "sell", price: 10, lots: 4 },
    ];
    const blocks = [{ side: "buy", value: 24, legs: [{ series: "a", lots: 3 }] }];
    const cleared = clear(readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly, blocks }), 1);
    expect(cleared).to.deep.include({ prices: [5], units: [0], welfare: 14n, gap: 9n, isOptimal: true });
    // Two of its lots would come at 5, the third at 10: 4 more than without.
    expect(cleared.bound).to.equal(18n);
  });

  it("has a valid answer however little time there is, and claims no more than is so", () => {
    let unproved = 0;
    const milliseconds = fc.integer({ min: 0, max: 12 });
    fc.assert(
      fc.property(everything, milliseconds, (written, ms) => {
        const book = readBook(written);
        const cleared = clear(book, ms / 1_000);
        const best = exhaustive(book, TOP);
        const { welfare, gap } = certify(book, cleared);
        expect({ welfare, gap }).to.deep.equal({ welfare: cleared.welfare, gap: cleared.gap });
        expect(Number(cleared.bound), "bound").to.be.at.least(best.allocated);
        if (cleared.isOptimal) expect(Number(welfare)).to.equal(best.welfare);
        else unproved++;
      }),
      { numRuns: 100 },
    );
    expect(unproved, "without proof").to.be.above(0);
  });

  it("fills a block of a minimum in part where all of it would make another one lose", () => {
    const hourly = [
      { series: "a", side: "sell", price: 0, lots: 6 },
      { series: "a", side: "sell", price: 7, lots: 4 },
    ];
    const blocks = [
      { side: "buy", value: 18, legs: [{ series: "a", lots: 3 }] },
      { side: "buy", value: 36, legs: [{ series: "a", lots: 4 }], minLots: 2 },
    ];
    const cleared = clear(readBook({ format: "clearhour-book", version: 1, series: ["a"], hourly, blocks }), 5);
    // All of both would bring 47 at a price of 7, at which the first loses; at 6 the second would want a fourth lot.
    expect(cleared).to.deep.include({
      prices: [6],
      units: [1, 3],
      welfare: 45n,
      gap: 3n,
      isOptimal: false,
      bound: 47n,
    });
  });

  it("fills whole lots of blocks of a minimum also where halves would be worth more", () => {
    const series = ["a", "b", "c"];
    const blocks = [
      ["a", "b"],
      ["b", "c"],
      ["a", "c"],
    ].map((legs) => ({
      side: "buy",
      value: 20,
      legs: legs.map((name) => ({ series: name, lots: 2 })),
      minLots: 1,
    }));
    const hourly = series.map((name) => ({ series: name, side: "sell", price: 0, lots: 3 }));
    const book = readBook({ format: "clearhour-book", version: 1, series, hourly, blocks });
    const cleared = clear(book, 5);
    const best = exhaustive(book, 20);
    expect(cleared.isOptimal).to.equal(true);
    expect(Number(cleared.welfare)).to.equal(best.welfare);
  });

  it("has nothing to do with an empty book", () => {
    const empty = clear(readBook({ format: "clearhour-book", version: 1, series: ["a", "b"] }), 1);
    expect(empty).to.deep.include({ prices: [0, 0], welfare: 0n, gap: 0n, isOptimal: true });
  });

  it("says of each better solution when it was found", () => {
    let most = 0;
    for (const written of fc.sample(hourlyAndBlocks, { numRuns: 20, seed: 5 })) {
      const told: bigint[] = [];
      const { welfare } = clear(readBook(written), SECONDS, { progress: (found) => told.push(found.welfare) });
      expect(told.at(-1)).to.equal(welfare);
      for (const [i, each] of told.entries()) expect(i === 0 || each >= (told[i - 1] as bigint)).to.equal(true);
      most = Math.max(most, told.length);
    }
    expect(most, "solutions of one book").to.be.above(1);
  });
});
