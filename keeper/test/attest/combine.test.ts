import { contains, type Spans } from "@clearhour/sdk/meter";
import { expect } from "chai";
import fc from "fast-check";
import { canCombine, combine, faultsOf } from "../../src/attest/combine.ts";
import { MissingSamplesError } from "../../src/attest/errors.ts";
import { computeHour, sampleId } from "../../src/attest/readings.ts";
import type { Statement } from "../../src/attest/statement.ts";
import {
  assignment,
  extremes,
  HOUR_FACTS,
  honest,
  hourOf,
  lies,
  MEMBERS,
  MINUTE,
  offsets,
  readingOf,
  receipt,
  SAMPLES,
  SET,
  START,
  statement,
  type Up,
  upTimes,
  vouched,
  vouchedBy,
} from "./model.ts";

const [A, B, C, LIAR] = MEMBERS as [never, never, never, never];
const isIn = (spans: Spans, at: number) => spans.some((span) => contains(span, at));
/** Three honest oracles that saw the same endpoint at times of their own. */
const three = (up: Up, times: readonly number[][], receipts = [] as ReturnType<typeof receipt>[]) =>
  [A, B, C].map((oracle, i) => honest(oracle, up, times[i] ?? [], receipts));
const times = fc.tuple(offsets, offsets, offsets);
/** Every minute of the hour, and the instants around. */
const INSTANTS = Array.from({ length: 61 * 4 }, (_, i) => START + i * (MINUTE / 4));

describe("attest: one liar of four", () => {
  it("changes nothing wherever the honest ones saw the same", () => {
    fc.assert(
      fc.property(upTimes, times, lies(LIAR), (up, when, lie) => {
        const others = three(up, when);
        const alone = others.map(vouchedBy);
        for (const statements of [
          [...others, lie],
          others,
          ...others.map((_, i) => [...others.toSpliced(i, 1), lie]),
        ]) {
          const counted = vouched(statements);
          const honestOnes = statements.filter(({ oracle }) => oracle !== LIAR).map((s) => others.indexOf(s));
          for (const at of INSTANTS) {
            const yes = honestOnes.filter((i) => isIn(alone[i] ?? [], at)).length;
            if (yes === honestOnes.length) expect(isIn(counted, at), "all honest ones vouch").to.equal(true);
            if (yes === 0) expect(isIn(counted, at), "no honest one vouches").to.equal(false);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("changes no reading of an hour that was delivered, or of one that was not", () => {
    const always: Up = [[-11, 61]];
    fc.assert(
      fc.property(
        fc.constantFrom(always, []),
        times,
        fc.oneof(lies(LIAR), fc.constantFrom(...extremes(LIAR))),
        (up, when, lie) => {
          const others = three(up, when);
          const reading = readingOf(others);
          expect(reading?.deliveredPpm).to.equal(up === always ? 1_000_000 : 0);
          expect(readingOf([...others, lie])).to.deep.equal(reading);
        },
      ),
      { numRuns: 15 },
    );
  });

  it("changes nothing at all where the nominee signed receipts for what was delivered", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        times,
        fc.oneof(lies(LIAR), fc.constantFrom(...extremes(LIAR))),
        (to, when, lie) => {
          // The endpoint fails every challenge: what counts is what was signed for.
          const others = three([], when, [receipt(0, to)]);
          const { root } = hourOf(others);
          expect(hourOf([...others, lie]).root).to.deep.equal(root);
          expect(readingOf(others)?.deliveredPpm).to.equal(Math.floor((to * 1_000_000) / 60));
        },
      ),
      { numRuns: 15 },
    );
  });

  it("that says two things counts as silent: the others are a quorum", () => {
    const others = three([[0, 60]], [[], [], []]);
    expect(canCombine(others.length, SET)).to.equal(true);
    expect(canCombine(others.length - 1, SET)).to.equal(false);
    expect(faultsOf(SET)).to.equal(1);
  });

  it("can neither hide samples nor bring in its own", () => {
    const others = three([[-11, 61]], [[], [], []]);
    const invented = statement(LIAR, { samples: [`0x${"ee".repeat(32)}`] });
    expect(hourOf([...others, invented]).root).to.deep.equal(hourOf(others).root);
    // It alone claims to have fetched anything: there is no reading.
    const nothing = [A, B].map((oracle) => statement(oracle, {}));
    const claims = statement(LIAR, { samples: SAMPLES.map(sampleId).sort() });
    const { readings, root, withheld } = hourOf([...nothing, claims]);
    expect([readings, root.count, withheld.length]).to.deep.equal([[], 0, 1]);
  });
});

describe("attest: two liars of four", () => {
  it("leave no quorum when they sign something else, or nothing", () => {
    const signed = new Map<string, number>();
    const sign = (root: string) => signed.set(root, (signed.get(root) ?? 0) + 1);
    const truth = hourOf(three([[0, 60]], [[1], [2], [3]])).root.root;
    for (const root of [truth, truth, `0x${"11".repeat(32)}`, `0x${"11".repeat(32)}`]) sign(root);
    expect(Math.max(...signed.values())).to.be.lessThan(SET.quorum);
  });

  it("cannot have time counted that both honest ones saw fail", () => {
    fc.assert(
      fc.property(upTimes, times, (up, when) => {
        const others = three(up, when).slice(0, 2);
        const liars = [C, LIAR].flatMap((oracle) => extremes(oracle).slice(0, 1));
        const counted = vouched([...others, ...liars]);
        const alone = others.map(vouchedBy);
        for (const at of INSTANTS) {
          if (!alone.some((spans) => isIn(spans, at))) expect(isIn(counted, at)).to.equal(false);
        }
      }),
      { numRuns: 15 },
    );
  });
});

describe("attest: evidence", () => {
  it("is the same in whatever order statements come", () => {
    fc.assert(
      fc.property(upTimes, times, lies(LIAR), fc.infiniteStream(fc.nat()), (up, when, lie, stream) => {
        const statements = [...three(up, when, [receipt(3, 9), receipt(1, 2)]), lie];
        const shuffled = statements
          .map((one) => [stream.next().value, one] as const)
          .sort(([a], [b]) => a - b)
          .map(([, one]) => one);
        expect(combine(shuffled, assignment, SET)).to.deep.equal(combine(statements, assignment, SET));
      }),
      { numRuns: 30 },
    );
  });

  it("waits for samples that count but are not at hand", () => {
    const statements = three([[0, 60]], [[], [], []]);
    expect(() => computeHour(HOUR_FACTS, statements, () => undefined)).to.throw(MissingSamplesError, "13 samples");
  });

  it("of samples that claim too much gives what receipts and challenges show", () => {
    // The provider's pages say that the job ran all the hour; it was killed after 20 minutes.
    const statements: Statement[] = three(
      [[-11, 20]],
      [Array(7).fill(1), Array(7).fill(2), Array(7).fill(3)],
      [receipt(0, 20)],
    );
    const reading = readingOf(statements);
    // A success of the minute before stands until the next challenge of the same oracle fails.
    expect(reading?.deliveredPpm).to.be.within(333_333, 333_340);
    expect(reading?.lostBuyerPpm).to.equal(0);
  });
});
