import { expect } from "chai";
import { type RecordedPage, totalNanojoules } from "../../src/meter/index.ts";
import { lengthOf } from "../../src/meter/spans.ts";
import { fc } from "./fuzz.ts";
import { at, brief, energy, gpuPage, jobPage, over } from "./helpers.ts";

describe("meter: measuring, for any samples", () => {
  const END = 60_000;
  const time = fc.integer({ min: -5_000, max: END + 5_000 });
  const gpu = fc.record({
    energyMj: fc.oneof(
      { weight: 9, arbitrary: fc.nat(2_000_000) },
      { weight: 1, arbitrary: fc.constant("9223372036854775794") },
    ),
    watts: fc.oneof({ weight: 9, arbitrary: fc.nat(900) }, { weight: 1, arbitrary: fc.constant("NaN") }),
  });
  const page = fc
    .tuple(time, fc.array(gpu, { minLength: 1, maxLength: 2 }), fc.boolean())
    .map(([t, gpus, running]) => at(t, gpuPage(...gpus) + jobPage(running)));
  const pages = fc.uniqueArray(page, { selector: ({ at: t }) => t, minLength: 2, maxLength: 14 });
  const runs = { numRuns: 150 };
  /** Everything but the closure, with the findings that do not tell the order of arrival. */
  const facts = (some: RecordedPage[], from = 0, to = END) => {
    const { work: _, findings, ...rest } = over(from, to, some);
    return { ...rest, findings: findings.filter(({ kind }) => kind !== "out-of-order" && kind !== "duplicate") };
  };

  it("splitting the window adds up, to the nanojoule and the millisecond", () => {
    fc.assert(
      fc.property(pages, fc.integer({ min: 1, max: END - 1 }), (some, split) => {
        const [a, b, whole] = [facts(some, 0, split), facts(some, split, END), facts(some, 0, END)];
        expect(a.samples + b.samples).to.equal(whole.samples);
        expect(lengthOf(a.covered) + lengthOf(b.covered)).to.equal(lengthOf(whole.covered));
        expect(lengthOf(a.running) + lengthOf(b.running)).to.equal(lengthOf(whole.running));
        expect((totalNanojoules(a.energy) ?? 0n) + (totalNanojoules(b.energy) ?? 0n)).to.equal(
          totalNanojoules(whole.energy) ?? 0n,
        );
        for (const kind of ["reset", "sentinel", "invalid", "missing", "implausible"] as const) {
          const both = [...brief(a.findings, kind), ...brief(b.findings, kind)];
          expect(both, kind).to.deep.equal(brief(whole.findings, kind));
        }
      }),
      runs,
    );
  });

  it("the order of the samples changes nothing", () => {
    const shuffled = pages.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })),
    );
    fc.assert(
      fc.property(shuffled, ([some, other]) => {
        expect(facts(other)).to.deep.equal(facts(some));
      }),
      runs,
    );
  });

  it("duplicates change nothing", () => {
    const repeated = pages.chain((some) => fc.tuple(fc.constant(some), fc.subarray(some)));
    fc.assert(
      fc.property(repeated, ([some, again]) => {
        const twice = again.map(({ at: t, body }) => at(t as number, `${body}# again\n${body}`));
        // But for how many samples a finding is about.
        const once = (list: RecordedPage[]) => ({
          ...facts(list),
          findings: facts(list).findings.map(({ count: _, ...f }) => f),
        });
        expect(once([...some, ...again, ...twice])).to.deep.equal(once(some));
      }),
      runs,
    );
  });

  it("gaps and covered time make up the window", () => {
    fc.assert(
      fc.property(pages, (some) => {
        const { covered, findings } = facts(some);
        const gaps = findings.filter(({ kind }) => kind === "gap");
        expect(lengthOf(covered) + lengthOf(gaps.map((g) => ({ from: g.at, to: g.to as number })))).to.equal(END);
      }),
      runs,
    );
  });

  it("the energy of power is the float trapezoid's", () => {
    const watts = fc.uniqueArray(fc.tuple(time, fc.double({ min: 0, max: 1000, noNaN: true })), {
      selector: ([t]) => t,
      minLength: 2,
      maxLength: 20,
    });
    fc.assert(
      fc.property(watts, (some) => {
        const sorted = [...some].sort(([a], [b]) => a - b);
        const first = (sorted[0] as [number, number])[0];
        const last = (sorted.at(-1) as [number, number])[0];
        const joules = sorted.slice(1).reduce((sum, [t, w], i) => {
          const [before, wBefore] = sorted[i] as [number, number];
          return t - before > 15_000 ? sum : sum + ((w + wBefore) / 2) * ((t - before) / 1000);
        }, 0);
        const recorded = some.map(([t, w]) => at(t, `recorded_watts ${w}\n`));
        const measured = Number(energy(recorded, first, last)) / 1e9;
        expect(measured).to.be.closeTo(joules, 1e-4 + joules * 1e-9);
      }),
      runs,
    );
  });
});
