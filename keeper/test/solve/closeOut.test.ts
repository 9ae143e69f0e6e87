import { expect } from "chai";
import { decideCloseOuts, type UnscheduledPosition } from "../../src/solve/closeOut.ts";
import { holding, SPOT, self } from "./support.ts";

const LATE = SPOT.close - 1n;
const long = (n: number): UnscheduledPosition => ({ hint: holding(n), lots: 3, backed: false });
const elsewhere = { ...SPOT, auction: SPOT.auction + (1n << 32n) };

describe("decideCloseOuts", () => {
  it("closes longs out, and shorts that no capacity backs", () => {
    for (const lots of [3, -3]) {
      const [action] = decideCloseOuts(LATE, self(), [{ hint: holding(1), lots, backed: false }]);
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
    expect(decideCloseOuts(LATE, self(), [{ hint: holding(1), lots: -3, backed: true }])).to.deep.equal([]);
    expect(decideCloseOuts(LATE, self(), [{ hint: holding(1), lots: 0, backed: false }])).to.deep.equal([]);
  });

  it("leaves the owner the first quarter of the collecting time, and nothing after it", () => {
    expect(decideCloseOuts(SPOT.open + 899n, self(), [long(1)])).to.deep.equal([]);
    expect(decideCloseOuts(SPOT.close, self(), [long(1)])).to.deep.equal([]);
  });

  it("sends one at a time to each auction", () => {
    const other = { ...long(9), hint: holding(9, { spot: elsewhere }) };
    const actions = decideCloseOuts(LATE, self(), [long(1), long(2), long(3), other]);
    expect(actions.map(({ auction }) => auction)).to.have.members([SPOT.auction, elsewhere.auction]);
  });

  it("does not depend on the order of what it is given", () => {
    const all = [1, 2, 3, 4, 5].map(long);
    expect(decideCloseOuts(LATE, self(), all)).to.deep.equal(decideCloseOuts(LATE, self(), all.toReversed()));
  });

  it("begins elsewhere than other keepers", () => {
    const all = Array.from({ length: 20 }, (_, i) => long(i + 1));
    const firsts = Array.from({ length: 30 }, (_, i) => {
      const [action] = decideCloseOuts(LATE, self(`0x${i.toString(16).padStart(40, "0")}`), all);
      return action?.accountId;
    });
    expect(new Set(firsts).size).to.be.above(10);
  });
});
