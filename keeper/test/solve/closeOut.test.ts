import { expect } from "chai";
import { decideCloseOuts, type UnscheduledPosition } from "../../src/solve/closeOut.ts";
import { holding, SPOT, self } from "./support.ts";

const LATE = SPOT.close - 1n;
const long = (n: number): UnscheduledPosition => ({ hint: holding(n), lots: 3, backed: false });
const NONE = new Map<bigint, number>();
const seen = (count: number) => new Map([[SPOT.auction, count]]);
const elsewhere = { ...SPOT, auction: SPOT.auction + (1n << 32n) };

describe("decideCloseOuts", () => {
  it("closes longs out, and shorts that no capacity backs", () => {
    for (const lots of [3, -3]) {
      const [action] = decideCloseOuts(LATE, self(), [{ hint: holding(1), lots, backed: false }], NONE);
      const { accountId, series } = holding(1);
      expect(action).to.deep.equal({
        kind: "closeOut",
        accountId,
        series,
        auction: SPOT.auction,
        deadline: SPOT.close,
      });
    }
  });

  it("leaves shorts that are backed, and flat accounts", () => {
    expect(decideCloseOuts(LATE, self(), [{ hint: holding(1), lots: -3, backed: true }], NONE)).to.deep.equal([]);
    expect(decideCloseOuts(LATE, self(), [{ hint: holding(1), lots: 0, backed: false }], NONE)).to.deep.equal([]);
  });

  it("leaves the owner the first quarter of the collecting time, and nothing after it", () => {
    expect(decideCloseOuts(SPOT.open + 899n, self(), [long(1)], NONE)).to.deep.equal([]);
    expect(decideCloseOuts(SPOT.close, self(), [long(1)], NONE)).to.deep.equal([]);
  });

  it("sends one at a time to each auction", () => {
    const other = { ...long(9), hint: holding(9, { spot: elsewhere }) };
    const actions = decideCloseOuts(LATE, self(), [long(1), long(2), long(3), other], NONE);
    expect(actions.map(({ auction }) => auction)).to.have.members([SPOT.auction, elsewhere.auction]);
  });

  it("sends eight at a time once its first one was mined, unless others close out there, too", () => {
    const all = Array.from({ length: 20 }, (_, i) => long(i + 1));
    const count = (won: number, closedOut: number) =>
      decideCloseOuts(LATE, self(undefined, { won: seen(won) }), all, seen(closedOut)).length;
    expect(count(0, 0)).to.equal(1);
    expect(count(1, 1)).to.equal(8);
    expect(count(9, 9)).to.equal(8);
    expect(count(1, 2)).to.equal(1);
  });

  it("does not depend on the order of what it is given", () => {
    const all = [1, 2, 3, 4, 5].map(long);
    expect(decideCloseOuts(LATE, self(), all, NONE)).to.deep.equal(
      decideCloseOuts(LATE, self(), all.toReversed(), NONE),
    );
  });

  it("begins elsewhere than other keepers", () => {
    const all = Array.from({ length: 20 }, (_, i) => long(i + 1));
    const firsts = Array.from({ length: 30 }, (_, i) => {
      const [action] = decideCloseOuts(LATE, self(`0x${i.toString(16).padStart(40, "0")}`), all, NONE);
      return action?.accountId;
    });
    expect(new Set(firsts).size).to.be.above(10);
  });
});
