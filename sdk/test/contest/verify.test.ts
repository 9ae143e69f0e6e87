import { expect } from "chai";
import { seriesId } from "../../src/clearing/index.ts";
import { baselinePrices, type ContestBook, verifyBaseline, verifySolution } from "../../src/contest/index.ts";
import {
  BelowLeastError,
  BlockAtALossError,
  NoBlocksError,
  NotBalancedError,
  PriceWithoutOrdersError,
  StripRegretError,
  TooMuchVolumeError,
  WrongFillsError,
  WrongLengthError,
} from "../../src/errors/index.ts";
import { AUCTION, contestBook, record, series } from "./books.ts";

/** Two periods with 10 lots asked at 190 and 10 at 205, and a strip that buys 10 in both at 200 on the average. */
const STRIP = contestBook([series([], [[190, 10]]), series([], [[205, 10]])], [record({})]);
const SOLD = { prices: [190, 205], filled: [10] };

const thrownBy = (book: ContestBook, prices: readonly number[], filled: readonly number[]): unknown => {
  try {
    verifySolution(book, { prices, filled });
  } catch (error) {
    return error;
  }
  throw new Error("nothing was thrown");
};

describe("what a solution comes to", () => {
  it("is its welfare, and no gap where it is optimal", () => {
    const { results, ...figures } = verifySolution(STRIP, SOLD);
    // The strip gains 2 x 200 - 395 = 5 ticks a lot, the asks nothing.
    expect(figures).to.deep.equal({ welfare: 500n, gap: 0n, stripGap: 0n, distance: distanceOf(STRIP, SOLD.prices) });
    expect(results[0]).to.deep.equal({
      price: 190,
      volume: 10,
      marginalBuy: 0,
      marginalSell: 10,
      base: 74,
      referenceOffset: 126,
      lo: 0,
      hi: 116,
      hourly: 0,
      contested: true,
      pressed: 0,
    });
  });

  it("has what a block that is left would have gained in its gap", () => {
    const block = contestBook(STRIP.series, [record({ block: true, least: 10 })]);
    const { welfare, gap, stripGap } = verifySolution(block, { prices: [190, 200], filled: [0] });
    expect({ welfare, gap, stripGap }).to.deep.equal({ welfare: 0n, gap: 1_000n, stripGap: 0n });
  });

  it("has regrets of strips in its baseline only", () => {
    const { welfare, gap, stripGap, distance } = verifyBaseline(STRIP, [190, 200]);
    expect({ welfare, gap, stripGap }).to.deep.equal({ welfare: 0n, gap: 1_000n, stripGap: 1_000n });
    expect(distance).to.equal(distanceOf(STRIP, [190, 200]));
    expect(thrownBy(STRIP, [190, 200], [0]))
      .to.be.instanceOf(StripRegretError)
      .and.deep.include({ args: { index: 0n } });
  });

  it("counts each unit of a profile", () => {
    const profile = record({ block: true, least: 1, lots: 2, profile: [1, 4] });
    const book = contestBook([series([], [[190, 10]]), series([], [[205, 10]])], [profile]);
    // A unit is worth 5 x 200 and costs 190 + 4 x 205 = 1010.
    expect(thrownBy(book, SOLD.prices, [2])).to.be.instanceOf(BlockAtALossError);
    const cheap = contestBook([series([], [[190, 10]]), series([], [[202, 10]])], [profile]);
    const { welfare, results } = verifySolution(cheap, { prices: [190, 202], filled: [2] });
    expect(welfare).to.equal((1_000n - 998n) * 2n * 10n);
    expect(results.map((result) => result?.volume)).to.deep.equal([2, 8]);
  });

  it("gives up what finds no buyer at the price 0", () => {
    const sell = record({ sell: true, price: 50 });
    const book = contestBook([series([[120, 10]], []), series([[80, 4]], [])], [sell]);
    const { welfare, results } = verifySolution(book, { prices: [100, 0], filled: [10] });
    expect(results[1]).to.include({ price: 0, volume: 4, marginalBuy: 0, marginalSell: 0 });
    expect(welfare).to.equal((120n * 10n + 80n * 4n - 100n * 10n) * 10n);
    expect(thrownBy(book, [100, 0], [0])).to.be.instanceOf(NotBalancedError);
  });

  it("may have prices beyond the band", () => {
    const buy = record({ price: 400, lots: 10 });
    const book = contestBook([series([], [[325, 10]]), series([], [[325, 10]])], [buy]);
    const { results, distance } = verifySolution(book, { prices: [330, 470], filled: [10] });
    expect(results.map((result) => [result?.price, result?.volume, result?.hourly])).to.deep.equal([
      [330, 10, 0],
      [470, 10, 0],
    ]);
    // The band ends at 325; a tick beyond it counts 256 more.
    expect(distance).to.equal(distanceOf(book, [330, 470]) + 256 * (5 + 145));
  });

  it("says what the solution breaks", () => {
    const index = 0n;
    const first = seriesId(7, 500);
    const block = contestBook(STRIP.series, [record({ block: true, least: 6 })]);
    const losing = contestBook(STRIP.series, [record({ price: 190 })]);
    const bare = contestBook([STRIP.series[0], undefined], [record({ block: true, periods: 1, least: 10 })]);
    const wide = contestBook(
      [series([[190, 2 ** 27 - 1]], [[190, 2 ** 27 - 1]])],
      [record({ block: true, periods: 1, least: 10 }), record({ block: true, periods: 1, sell: true, price: 180 })],
    );
    const all: [ContestBook, readonly number[], readonly number[], new (...args: never[]) => Error, object][] = [
      [contestBook(STRIP.series, []), [190, 205], [], NoBlocksError, { auction: AUCTION }],
      [STRIP, [190], [10], WrongLengthError, { length: 3n, needed: 6n }],
      [STRIP, [190, 205], [11], WrongFillsError, {}],
      [STRIP, [190, 205], [], WrongFillsError, {}],
      [STRIP, [190, 205], [-1], WrongFillsError, {}],
      [losing, [190, 205], [10], StripRegretError, { index }],
      [block, [190, 205], [5], BelowLeastError, { index }],
      [block, [191, 210], [10], BlockAtALossError, { index }],
      [STRIP, [189, 205], [10], NotBalancedError, { series: first, price: 189n }],
      [block, [191, 205], [0], NotBalancedError, { series: first, price: 191n }],
      [bare, [190, 1], [10], PriceWithoutOrdersError, { series: seriesId(7, 501) }],
      [wide, [190], [10, 10], TooMuchVolumeError, { series: first, lots: 2n ** 27n + 9n }],
    ];
    for (const [book, prices, filled, error, args] of all) {
      expect(thrownBy(book, prices, filled), error.name)
        .to.be.instanceOf(error)
        .and.deep.include({ args });
    }
  });

  it("takes as many partial fills as there are series", () => {
    const zero = record({ periods: 2, price: 200, lots: 4 });
    const book = contestBook([series([], [[200, 30]]), series([], [[200, 30]])], [zero, zero, zero]);
    expect(verifySolution(book, { prices: [200, 200], filled: [1, 2, 4] }).welfare).to.equal(0n);
    expect(thrownBy(book, [200, 200], [1, 2, 3])).to.be.instanceOf(WrongFillsError);
  });
});

/** Ticks between prices and those of the baseline. */
function distanceOf(book: ContestBook, prices: readonly number[]): number {
  return baselinePrices(book).reduce((sum, price, i) => sum + Math.abs(price - (prices[i] ?? 0)), 0);
}
