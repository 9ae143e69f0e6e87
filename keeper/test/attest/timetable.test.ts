import type { Reading } from "@clearhour/sdk/meter";
import { expect } from "chai";
import fc from "fast-check";
import { judge } from "../../src/attest/judgement.ts";
import { planChallenges, timetableOf } from "../../src/attest/timetable.ts";
import type { HourFacts } from "../../src/delivery/facts.ts";

const MINUTE = 60_000;
const start = 500_000 * 60 * MINUTE;
const delivery = { rootDue: 1800, challengeWindow: 7200, decisionWindow: 14_400 };
const rules = { slotMs: 10 * MINUTE, validForSeconds: 1200, terms: { maxGapMs: 5 * MINUTE } };
const hour = { start, end: start + 60 * MINUTE, product: { terms: { delivery }, rules } } as unknown as HourFacts;

describe("attest: the timetable", () => {
  it("leaves time to gather, to testify, to wait for a quorum, and to post", () => {
    const { collect, due, end, from, settle, testify } = timetableOf(hour);
    const minutes = [from, end, collect, testify, settle, due].map((at) => (at - start) / MINUTE);
    expect(minutes).to.deep.equal([-10, 60, 65, 71.25, 77.5, 90]);
  });

  it("plans a challenge in each slot, at a time that nobody can tell before", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), { minLength: 7, maxLength: 7 }),
        (numbers) => {
          let next = 0;
          const plan = planChallenges(hour, 0, [], () => numbers[next++] ?? 0);
          expect(plan.length).to.equal(7);
          for (const [i, at] of plan.entries()) {
            expect(at).to.be.greaterThan(start + (i - 1) * 10 * MINUTE);
            expect(at).to.be.at.most(start + i * 10 * MINUTE);
          }
        },
      ),
    );
  });

  it("goes on where it was after a restart", () => {
    const before = planChallenges(hour, 0, [], () => 0.5);
    const now = start + 27 * MINUTE;
    const known = before.filter((at) => at <= now);
    const plan = planChallenges(hour, now, known, () => 0.5);
    // The slot of the 27th minute has its challenge already.
    expect(plan.map((at) => Math.floor((at - start) / MINUTE))).to.deep.equal([35, 45, 55]);
    // What was missed while it was down is missed: only the rest of the slot is left.
    const rest = planChallenges(hour, now, known.slice(0, -1), () => 0.5);
    expect(rest[0]).to.be.within(now, start + 30 * MINUTE);
    expect(planChallenges(hour, hour.end, known, () => 0.5)).to.deep.equal([]);
  });
});

describe("attest: verdicts", () => {
  const reading = (deliveredPpm: number, lostBuyerPpm = 0) => ({ deliveredPpm, lostBuyerPpm }) as Reading;
  const slot = { slotMs: 10 * MINUTE, periodMs: 60 * MINUTE, hasLeaf: true, isPatienceOver: false };

  it("uphold what follows from evidence and is what was seen, as exactly as can be seen", () => {
    const original = reading(500_000, 100_000);
    expect(judge({ ...slot, original, own: reading(450_000) })).to.equal(original);
    expect(judge({ ...slot, original, own: reading(766_667) })).to.equal(original);
  });

  it("change what a whole slot or more is wrong with", () => {
    const own = reading(300_000);
    expect(judge({ ...slot, original: reading(1_000_000), own })).to.equal(own);
    expect(judge({ ...slot, original: reading(100_000, 900_000), own })).to.equal(own);
  });

  it("wait a while for evidence, and then do without", () => {
    const own = reading(300_000);
    expect(judge({ ...slot, original: undefined, own })).to.equal(undefined);
    expect(judge({ ...slot, original: undefined, own, isPatienceOver: true })).to.equal(own);
  });

  it("give a missing leaf its reading, unless its samples are not there", () => {
    const own = reading(300_000);
    expect(judge({ ...slot, hasLeaf: false, original: undefined, own })).to.equal(own);
    expect(judge({ ...slot, original: reading(1), own: undefined })).to.equal(undefined);
  });
});
