import { expect } from "chai";
import { type Contender, isBetter } from "../../src/contest/index.ts";
import { contestBook, record } from "./books.ts";

const BOOK = contestBook([], [record({}), record({}), record({})]);
const INCUMBENT: Contender = { welfare: 100n, exact: true, distance: 8, prices: [5, 6], filled: [0, 10, 4] };

/** -1 where the changed solution loses, 1 where it wins, both ways round. */
function against(change: Partial<Contender>): number {
  const other = { ...INCUMBENT, ...change };
  const [wins, loses] = [isBetter(BOOK, other, INCUMBENT), isBetter(BOOK, INCUMBENT, other)];
  expect(wins && loses, "both are better").to.equal(false);
  return Number(wins) - Number(loses);
}

describe("the order of solutions", () => {
  it("is by welfare first", () => {
    expect(against({ welfare: 101n, distance: 99, prices: [9, 9], filled: [0, 0, 0] })).to.equal(1);
    expect(against({ welfare: 99n, distance: 0, prices: [0, 0], filled: [10, 10, 10] })).to.equal(-1);
  });

  it("puts any solution of the same welfare before a baseline that leaves a strip with a regret", () => {
    expect(isBetter(BOOK, { ...INCUMBENT, distance: 99 }, { ...INCUMBENT, exact: false })).to.equal(true);
  });

  it("is then by the distance of the prices", () => {
    expect(against({ distance: 7, prices: [9, 9], filled: [0, 0, 0] })).to.equal(1);
    expect(against({ distance: 9, prices: [0, 0], filled: [10, 10, 10] })).to.equal(-1);
  });

  it("is then by the prices from the first one on", () => {
    expect(against({ prices: [4, 9], filled: [0, 0, 0] })).to.equal(1);
    expect(against({ prices: [5, 7], filled: [10, 10, 10] })).to.equal(-1);
  });

  it("is then by earlier orders filled in full", () => {
    expect(against({ filled: [10, 0, 0] })).to.equal(1);
    expect(against({ filled: [9, 0, 10] })).to.equal(-1);
    expect(against({ filled: [0, 10, 10] })).to.equal(1);
  });

  it("is last by earlier orders filled in part, and by how much", () => {
    expect(against({ filled: [1, 10, 0] })).to.equal(1);
    expect(against({ filled: [0, 10, 5] })).to.equal(1);
    expect(against({ filled: [0, 10, 0] })).to.equal(-1);
    expect(against({ filled: [1, 10, 4] })).to.equal(1);
    expect(against({})).to.equal(0);
  });
});
