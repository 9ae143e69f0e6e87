import { expect } from "chai";
import { baselinePrices, targetPrices } from "../../src/contest/index.ts";
import { contestBook, series } from "./books.ts";

describe("the baseline of a contest", () => {
  it("has the middle of each interval, rounded down, and no price where nobody placed an order", () => {
    const book = contestBook([series([[211, 5]], [[200, 5]]), undefined, series([], [])], []);
    expect(baselinePrices(book)).to.deep.equal([205, 0, 74 + 125]);
  });

  it("aims at the middle, or at the reference where the band is cut off below it and nobody offers above", () => {
    const low = (buys: readonly [number, number][], sells: readonly [number, number][]) => series(buys, sells, 5);
    const books = [low([], []), low([[4, 1]], []), low([[9, 1]], []), low([], [[4, 1]]), series([[80, 1]], [])];
    const book = contestBook([...books, undefined], []);
    expect(baselinePrices(book)).to.deep.equal([126, 128, 130, 2, 202, 0]);
    expect(targetPrices(book)).to.deep.equal([5, 5, 9, 2, 202, 0]);
  });

  it("clears everywhere where strips and blocks alone have frozen the grid", () => {
    expect(series([], [])).to.include({ lo: 0, hi: 251, pressed: 0 });
  });

  it("says which way enough firm lots press from an edge where nothing trades", () => {
    expect(series([[325, 10]], []).pressed).to.equal(2);
    expect(series([[325, 9]], []).pressed).to.equal(0);
    expect(series([], [[74, 10]]).pressed).to.equal(1);
    expect(series([], [[74, 9]]).pressed).to.equal(0);
    expect(series([[325, 90]], [[325, 20]]).pressed).to.equal(0);
    expect(series([], [[75, 10]]).pressed).to.equal(0);
  });
});
