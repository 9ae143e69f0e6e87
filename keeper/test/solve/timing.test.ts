import { expect } from "chai";
import { clearSpan, closeOutSpan, collectSpan, within } from "../../src/solve/timing.ts";
import { DAY_AHEAD, GATE_CLOSURE, holding, orderHint, SPOT, self, spotOrderHint } from "./support.ts";

const KEEPERS = Array.from({ length: 50 }, (_, i) => `0x${(i + 1).toString(16).padStart(40, "0")}`);
const SOLVING = { from: SPOT.close, to: SPOT.deadline };

describe("clearSpan", () => {
  it("begins in the first quarter of the solving time and lasts to its end", () => {
    for (const keeper of KEEPERS) {
      const { from, to } = clearSpan(self(keeper), SPOT.auction, SOLVING);
      expect(Number(from - SOLVING.from)).to.be.within(0, 449);
      expect(to).to.equal(SOLVING.to);
    }
  });

  it("spreads keepers, and each of them over auctions", () => {
    const starts = KEEPERS.map((keeper) => clearSpan(self(keeper), SPOT.auction, SOLVING).from);
    expect(new Set(starts).size).to.be.above(40);
    const mine = Array.from({ length: 50 }, (_, i) => clearSpan(self(), BigInt(i), SOLVING).from);
    expect(new Set(mine).size).to.be.above(40);
  });

  it("is the same after a restart", () => {
    expect(clearSpan(self(), 1n, SOLVING)).to.deep.equal(clearSpan(self(), 1n, SOLVING));
  });

  it("leaves the first half to a keeper that won a race there", () => {
    const lost = self(KEEPERS[0], { lostAt: new Map([[SPOT.auction, SPOT.open]]) });
    expect(clearSpan(lost, SPOT.auction, SOLVING).from).to.equal(SOLVING.from + 900n);
    expect(clearSpan(lost, 1n, SOLVING).from < SOLVING.from + 450n).to.equal(true);
  });
});

describe("closeOutSpan", () => {
  it("leaves the first quarter of the collecting time to the owner", () => {
    for (const keeper of KEEPERS) {
      const { from, to } = closeOutSpan(self(keeper), holding(1));
      expect(Number(from - SPOT.open)).to.be.within(900, 900 + 449);
      expect(to).to.equal(SPOT.close);
    }
  });

  it("leaves half of the rest to a keeper that won a race there", () => {
    const lost = self(KEEPERS[0], { lostAt: new Map([[SPOT.auction, SPOT.open + 1_600n]]) });
    expect(closeOutSpan(lost, holding(1)).from).to.equal(SPOT.open + 2_600n);
  });
});

describe("collectSpan", () => {
  const early = (exposes: "short" | "long" | "returned", hint = orderHint()) => collectSpan(self(), hint, exposes);

  it("lasts to gate closure for a short, and for what a close-out did not sell", () => {
    expect(early("short").to).to.equal(GATE_CLOSURE);
    expect(early("returned", spotOrderHint()).to).to.equal(GATE_CLOSURE);
  });

  it("lasts until the hour-ahead auction closes for a long", () => {
    expect(early("long").to).to.equal(SPOT.close);
    const { from, to } = early("long", spotOrderHint());
    expect(from >= to).to.equal(true);
  });

  it("does not begin before the hour-ahead auction opens: the owner may collect with the next order", () => {
    expect(DAY_AHEAD.close < SPOT.open).to.equal(true);
    expect(Number(early("short").from - SPOT.open)).to.be.within(0, (7_200 - 900) / 8);
  });

  it("begins when the auction itself closed, if that is later", () => {
    expect(Number(early("short", spotOrderHint()).from - SPOT.close)).to.be.within(0, (3_600 - 900) / 8);
  });

  it("is the same for all orders of a series, so that they make one batch", () => {
    expect(early("short", orderHint({ slot: 7n }))).to.deep.equal(early("short"));
    expect(early("long").from).to.equal(early("short").from);
  });
});

describe("within", () => {
  it("holds the first moment and not the last", () => {
    const span = { from: 1n, to: 3n };
    expect([0n, 1n, 2n, 3n].map((now) => within(span, now))).to.deep.equal([false, true, true, false]);
  });
});
