import { expect } from "chai";
import { CONCLUDING, decideSteps, phasesOf, type Standing, searchEnd } from "../../src/contest/decide.ts";
import { self } from "../solve/support.ts";

const CLOSE = 1_000_000n;
const DEADLINE = CLOSE + 3_600n;
const PHASES = phasesOf({ close: CLOSE, deadline: DEADLINE });
const COMMITMENT = `0x${"11".repeat(32)}` as const;
const BASELINE = { isOwn: false, isConcluded: false };

function steps(now: bigint, overrides: Partial<Standing> = {}) {
  const common = { auction: 7n, incumbent: BASELINE, commitment: undefined, isRevealable: false };
  return decideSteps(now, self(), { ...PHASES, ...common, hasBetter: false, isSearching: false, ...overrides });
}

/** The first second at which a step is due. */
function since(step: string, overrides: Partial<Standing>): bigint | undefined {
  for (let now = CLOSE - 10n; now < DEADLINE + 4_000n; now++) {
    if (steps(now, overrides).includes(step as never)) return now;
  }
  return undefined;
}

describe("decideSteps", () => {
  it("halves the solving time as the contract does", () => {
    expect(PHASES.half).to.equal(CLOSE + 1_800n);
    expect(phasesOf({ close: 0n, deadline: 1_801n }).half).to.equal(901n);
  });

  it("brings the baseline in the first quarter of the first half, to the deadline, unless it is there", () => {
    const from = since("baseline", { incumbent: undefined }) as bigint;
    expect(from >= CLOSE && from < CLOSE + 450n).to.equal(true);
    expect(steps(DEADLINE - 1n, { incumbent: undefined })).to.deep.equal(["baseline"]);
    expect(steps(DEADLINE, { incumbent: undefined })).to.deep.equal([]);
    expect(since("baseline", {})).to.equal(undefined);
  });

  it("leaves the baseline for half of the first half to who was faster once", () => {
    const lostAt = new Map([[7n, CLOSE + 5n]]);
    const late = { incumbent: undefined, commitment: undefined, isRevealable: false, hasBetter: false };
    const standing = { ...PHASES, auction: 7n, isSearching: false, ...late };
    const lost = self(undefined, { lostAt });
    expect(decideSteps(CLOSE + 899n, lost, standing)).to.deep.equal([]);
    expect(decideSteps(CLOSE + 900n, lost, standing)).to.deep.equal(["baseline"]);
  });

  it("commits to what is better once the search is over, or three quarters of the first half", () => {
    expect(steps(CLOSE, { hasBetter: true })).to.deep.equal(["commit"]);
    expect(searchEnd(PHASES)).to.equal(CLOSE + 1_350n);
    expect(since("commit", { hasBetter: true, isSearching: true })).to.equal(CLOSE + 1_350n);
    expect(steps(PHASES.half - 1n, { hasBetter: true })).to.deep.equal(["commit"]);
    expect(steps(PHASES.half, { hasBetter: true })).to.deep.equal([]);
  });

  it("commits while the baseline is on its way", () => {
    expect(steps(CLOSE + 600n, { hasBetter: true, incumbent: undefined })).to.deep.equal(["baseline", "commit"]);
  });

  it("reveals in the first quarter of the second half what it has kept, whether it wins or not, until the deadline", () => {
    const committed = { commitment: COMMITMENT, isRevealable: true };
    const from = since("reveal", committed) as bigint;
    expect(from >= PHASES.half && from < PHASES.half + 450n).to.equal(true);
    expect(steps(DEADLINE - 1n, committed)).to.deep.equal(["reveal"]);
    expect(steps(DEADLINE, committed)).not.to.include("reveal");
    expect(since("reveal", { ...committed, isRevealable: false })).to.equal(undefined);
    expect(steps(DEADLINE - 1n, { ...committed, incumbent: undefined })).to.deep.equal(["baseline"]);
  });

  it("concludes at once where the reward is its own, else after a quarter of the solving time", () => {
    expect(since("conclude", { incumbent: { ...BASELINE, isOwn: true } })).to.equal(DEADLINE);
    const from = since("conclude", {}) as bigint;
    expect(from >= DEADLINE + 900n && from < DEADLINE + 1_800n).to.equal(true);
    expect(since("conclude", { incumbent: { isOwn: true, isConcluded: true } })).to.equal(undefined);
    expect(steps(DEADLINE + CONCLUDING, { incumbent: { ...BASELINE, isOwn: true } })).to.deep.equal([]);
  });
});
