import { expect } from "chai";
import { BlockKind, explainBlockFill, mostFees, type PlacedBlock, valueAtLimit } from "../../src/blocks/index.ts";

const STRIP: PlacedBlock = {
  auction: 1n,
  product: 1,
  offset: 0,
  periods: 2,
  kind: BlockKind.StripBuy,
  price: 200,
  lots: 10,
  least: 0,
  index: 0,
  step: 0,
  size: 1,
  profile: [],
};
const BLOCK: PlacedBlock = { ...STRIP, kind: BlockKind.BlockSell, least: 4, profile: [1, 3] };
const at = (prices: readonly number[], filled: number) => ({ prices, filled, tickSize: 10n });

describe("why a strip or block did or did not fill", () => {
  const all: [string, PlacedBlock, Parameters<typeof explainBlockFill>[1], object, string][] = [
    ["pending", STRIP, "pending", { filled: 0, surplus: 0n }, "not final yet"],
    ["void", STRIP, "void", { filled: 0, surplus: 0n }, "everything goes back"],
    ["filled", STRIP, at([190, 199], 10), { filled: 10, surplus: 1_100n }, "All 10 lots filled at 194.5."],
    ["partlyFilled", STRIP, at([190, 210], 3), { filled: 3, surplus: 0n }, "3 of 10 lots filled: limited at"],
    [
      "partlyFilled",
      BLOCK,
      at([210, 210], 5),
      { filled: 5, surplus: 4_000n },
      "5 of 10 units filled: no better solution",
    ],
    [
      "atLimit",
      STRIP,
      at([190, 210], 0),
      { filled: 0, surplus: 0n },
      "Limited at the average price of its periods, 200",
    ],
    ["outbid", STRIP, at([200, 205], 0), { surplus: -500n }, "2.5 ticks below the average price of its periods, 202.5"],
    ["outbid", BLOCK, at([200, 190], 0), { surplus: -3_000n }, "200, 7.5 ticks above the average price of its periods"],
    ["left", BLOCK, at([200, 210], 0), { surplus: 3_000n }, "would have gained 3000 quote units at the average"],
    ["left", STRIP, at([190, 190], 0), { surplus: 2_000n }, "only the clearing without strips and blocks was brought"],
  ];
  for (const [code, order, outcome, expected, reason] of all) {
    it(`is said of one that is ${code}: ${reason}`, () => {
      const report = explainBlockFill(order, outcome);
      expect(report).to.include({ code, ...expected });
      expect(report.reason).to.contain(reason);
      if (typeof outcome === "string" || outcome.prices === undefined) return;
      // A history keeps the surplus only: it says the same.
      const { filled, tickSize } = outcome;
      expect(explainBlockFill(order, { filled, tickSize, surplus: report.surplus })).to.deep.equal(report);
    });
  }

  it("has the average price of its lots, where there are prices", () => {
    expect(explainBlockFill(STRIP, at([190, 199], 10)).average).to.equal(194.5);
    expect(explainBlockFill(BLOCK, at([200, 190], 0)).average).to.equal(192.5);
    expect(explainBlockFill(BLOCK, "pending").average).to.equal(undefined);
  });
});

describe("what a strip or block puts up", () => {
  it("is its value at the limit, and a fee that is rounded up for every lot of a unit", () => {
    const value = { limit: 7, unitLots: 3, lots: 5 };
    expect(valueAtLimit(value, { tickSize: 11n, feeBps: 10 })).to.equal(1_155n);
    expect(mostFees(value, { tickSize: 11n, feeBps: 10 })).to.equal(20n);
    expect(mostFees(value, { tickSize: 10_000n, feeBps: 100 })).to.equal((2_100n + 3n) * 5n);
    expect(mostFees(value, { tickSize: 10_000n, feeBps: 0 })).to.equal(15n);
  });
});
