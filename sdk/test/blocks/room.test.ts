import { expect } from "chai";
import { maxWords, placeFee, stepOf, wordsOf } from "../../src/blocks/index.ts";

describe("the room of a list", () => {
  it("is what the series leave of the gas of a baseline or a solution, as far as nodes pass it on", () => {
    expect(maxWords(1)).to.equal(9_000);
    expect(maxWords(36)).to.equal(6_278);
    expect(maxWords(70)).to.equal(1_120);
    expect(maxWords(77)).to.equal(0);
    expect(maxWords(200)).to.equal(0);
  });

  it("is taken by a word for an order, and one for every four periods of a profile", () => {
    const sizes = [0, 1, 4, 5, 48].map((periods) => wordsOf({ profile: new Array<number>(periods).fill(1) }));
    expect(sizes).to.deep.equal([1, 2, 2, 3, 13]);
  });

  it("costs twice as much with every eighth that is full", () => {
    const room = (used: number) => ({ used, max: 80 });
    expect([0, 8, 9, 18, 19, 69, 79, 80].map((used) => stepOf(1, room(used)))).to.deep.equal([0, 0, 1, 1, 2, 7, 7, 7]);
    expect(placeFee(1, room(0), 10n)).to.equal(10n);
    expect(placeFee(3, room(37), 10n)).to.equal(480n);
    expect(placeFee(1, room(79), 10n)).to.equal(1_280n);
    expect(stepOf(1, { used: 0, max: 0 })).to.equal(7);
  });
});
