/** The solver against a reference that looks at everything, and its answers against their own certificate. */
import { expect } from "chai";
import fc from "fast-check";
import { readBook, type WrittenBook } from "../../src/clearing/book.ts";
import { certify } from "../../src/clearing/certify.ts";
import { clear } from "../../src/clearing/clear.ts";
import { everything, hourlyAndBlocks, hourlyAndStrips, TOP } from "./books.ts";
import { exhaustive } from "./exhaustive.ts";

const SECONDS = 20;

function agrees(written: WrittenBook): void {
  const book = readBook(written);
  const cleared = clear(book, SECONDS);
  const best = exhaustive(book, TOP);
  expect(cleared.isOptimal, "optimal").to.equal(true);
  expect(Number(cleared.welfare), "welfare").to.equal(best.welfare);
  expect(Number(cleared.gap), "gap").to.be.at.least(best.gap);
  expect(Number(cleared.bound), "bound").to.be.at.least(best.allocated);
  expect(Number(cleared.bound), "bound").to.be.at.most(Number(cleared.welfare + cleared.gap));
  const { welfare, gap } = certify(book, cleared);
  expect({ welfare, gap }).to.deep.equal({ welfare: cleared.welfare, gap: cleared.gap });
}

describe("clearing a book", function () {
  this.timeout(300_000);

  it("finds the most welfare that any prices allow with blocks, and bounds what no prices allow", () => {
    fc.assert(fc.property(hourlyAndBlocks, agrees), { numRuns: 300 });
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

  it("does so with strips, blocks and blocks of a minimum at once", () => {
    fc.assert(fc.property(everything, agrees), { numRuns: 150 });
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

  it("has an answer however little time there is, and for an empty book", () => {
    const [book] = fc.sample(hourlyAndBlocks, { numRuns: 1, seed: 3 });
    expect(clear(readBook(book), 1e-9).welfare >= 0n).to.equal(true);
    const empty = clear(readBook({ format: "clearhour-book", version: 1, series: ["a", "b"] }), 1);
    expect(empty).to.deep.include({ prices: [0, 0], welfare: 0n, gap: 0n, isOptimal: true });
  });

  it("says of each better solution when it was found", () => {
    const [book] = fc.sample(hourlyAndBlocks, { numRuns: 1, seed: 5 });
    const told: bigint[] = [];
    const { welfare } = clear(readBook(book), SECONDS, (found) => told.push(found.welfare));
    expect(told.at(-1)).to.equal(welfare);
    expect(told).to.deep.equal([...told].sort((a, b) => Number(a - b)));
  });
});
