import { bookOf, clearBook, decodeHints, gridAround, NotClearingError } from "@clearhour/sdk/clearing";
import { expect } from "chai";
import { decideClear, verifiedHints } from "../../src/solve/clear.ts";
import { SPOT } from "./support.ts";

const GRID = gridAround(200);
const CROSSED = bookOf(
  [
    { side: "buy", price: 210, lots: 5 },
    { side: "sell", price: 190, lots: 5 },
  ],
  GRID,
);
const ONE_SIDED = bookOf([{ side: "sell", price: 190, lots: 5 }], GRID);
const EMPTY = bookOf([], GRID);

const open = (books: Parameters<typeof verifiedHints>[0]) => ({
  auction: SPOT.auction,
  deadline: SPOT.deadline,
  books,
});

describe("decideClear", () => {
  it("proposes the clearing of every series, in their order", () => {
    const action = decideClear(open([undefined, CROSSED, ONE_SIDED]));
    expect(action).to.include({ kind: "clear", auction: SPOT.auction, deadline: SPOT.deadline });
    expect(decodeHints(action?.hints ?? "0x")).to.deep.equal([
      { lo: 0, hi: 251 },
      { lo: 190 - GRID.base, hi: 210 - GRID.base },
      { lo: 0, hi: 190 - GRID.base },
    ]);
  });

  it("does nothing for an auction without orders", () => {
    expect(decideClear(open([undefined, undefined]))).to.equal(undefined);
    expect(decideClear(open([EMPTY]))).to.equal(undefined);
  });
});

describe("verifiedHints", () => {
  const right = clearBook(CROSSED) ?? { lo: 0, hi: 0 };

  it("takes what the verifier accepts", () => {
    expect(verifiedHints([CROSSED], [right])).to.equal("0x7488");
  });

  for (const [lo, hi] of [
    [-1, 0],
    [1, 0],
    [0, -1],
    [0, 1],
  ] as const) {
    it(`refuses an interval that is off by ${lo} and ${hi}`, () => {
      const wrong = { lo: right.lo + lo, hi: right.hi + hi };
      expect(() => verifiedHints([CROSSED], [wrong])).to.throw(NotClearingError);
    });
  }

  it("refuses none for a series with orders", () => {
    expect(() => verifiedHints([CROSSED], [undefined])).to.throw(NotClearingError);
  });
});
