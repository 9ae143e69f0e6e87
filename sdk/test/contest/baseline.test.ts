import { expect } from "chai";
import { baselinePrices } from "../../src/contest/index.ts";
import { contestBook, series } from "./books.ts";

describe("the baseline of a contest", () => {
  it("has the middle of each interval, rounded down, and no price where nobody placed an order", () => {
    const book = contestBook([series([[211, 5]], [[200, 5]]), undefined, series([], [])], []);
    expect(baselinePrices(book)).to.deep.equal([205, 0, 74 + 125]);
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
