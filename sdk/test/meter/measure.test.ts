import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import fc from "fast-check";
import {
  dcgmSentinel,
  ExpositionError,
  type MeasureOptions,
  meanMilliwatts,
  measure,
  NoTimeError,
  type RecordedPage,
  SYNTHETIC_EXTENSION,
  toMilliwattHours,
  totalNanojoules,
  toWattHours,
  WindowError,
} from "../../src/meter/index.ts";
import { lengthOf } from "../../src/meter/spans.ts";
import { itWithData } from "./data.ts";
import { brief, gpuPage, jobPage, thrown } from "./helpers.ts";

const GOLDEN = "metering-dcgm-node-exporter/node_exporter_e2e-output.prom.gz";
const at = (time: number, body: string): RecordedPage => ({ at: time, body });
const over = (from: number, to: number, pages: RecordedPage[], options: Partial<MeasureOptions> = {}) =>
  measure(pages, { from, to }, { maxGapMs: 15_000, ...options });
const energy = (pages: RecordedPage[], from = 0, to = 20_000) => totalNanojoules(over(from, to, pages).energy);
/** 1 mJ in nJ. */
const MJ = 1_000_000n;

describe("meter: measuring", () => {
  describe("time", () => {
    it("covers what lies between samples close enough, and lists the rest with its reason", () => {
      const pages = [2_000, 10_000, 25_000, 40_001, 50_000].map((time) => at(time, gpuPage({ clock: 1 })));
      const { covered, findings, samples } = over(0, 60_000, pages);
      expect(covered).to.deep.equal([
        { from: 2_000, to: 25_000 },
        { from: 40_001, to: 50_000 },
      ]);
      expect(samples).to.equal(5);
      expect(findings).to.deep.equal([
        { kind: "gap", at: 0, to: 2_000, reason: "before the first usable sample", count: 1 },
        { kind: "gap", at: 25_000, to: 40_001, reason: "15001 ms between samples, more than 15000", count: 1 },
        { kind: "gap", at: 50_000, to: 60_000, reason: "after the last usable sample", count: 1 },
      ]);
    });

    it("takes a sample at `from` for the window before, one at `to` for this one", () => {
      const pages = [0, 10_000, 20_000].map((time) => at(time, gpuPage({ clock: 1 })));
      const { covered, samples } = over(0, 10_000, pages);
      expect(samples).to.equal(1);
      expect(covered).to.deep.equal([{ from: 0, to: 10_000 }]);
    });

    it("uses samples outside the window at its borders", () => {
      const pages = [0, 10_000].map((time) => at(time, gpuPage({ watts: 100 })));
      const inside = over(3_000, 4_000, pages);
      expect(inside.covered).to.deep.equal([{ from: 3_000, to: 4_000 }]);
      expect(inside.samples).to.equal(0);
      expect(totalNanojoules(inside.energy)).to.equal(100_000n * MJ);
      expect(inside.findings).to.deep.equal([]);
    });

    it("needs every device, and names the one that is away", () => {
      const both = gpuPage({ clock: 1 }, { clock: 1 });
      const one = gpuPage({ clock: 1 });
      const pages = [at(0, both), at(10_000, both), at(20_000, one), at(30_000, both)];
      const { covered, findings } = over(0, 30_000, pages);
      expect(covered).to.deep.equal([{ from: 0, to: 10_000 }]);
      expect(findings.map(({ at: from, kind, reason, to }) => [kind, from, to, reason])).to.deep.equal([
        ["gap", 10_000, 30_000, "no usable sample of gpu 1"],
      ]);
    });

    it("sets the time apart in which the job does not run at both ends of a step", () => {
      const states = [true, true, false, false, true, true];
      const pages = states.map((on, i) => at(i * 10_000, jobPage(on)));
      const { covered, running } = over(0, 50_000, pages);
      expect(covered).to.deep.equal([{ from: 0, to: 50_000 }]);
      expect(running).to.deep.equal([
        { from: 0, to: 10_000 },
        { from: 40_000, to: 50_000 },
      ]);
    });

    it("takes any answering exporter for alive where it knows none of its metrics", () => {
      const pages = [0, 10_000].map((time) => at(time, "process_start_time_seconds 1\n"));
      expect(over(0, 10_000, pages).covered).to.deep.equal([{ from: 0, to: 10_000 }]);
    });

    it("shows nothing where there are no pages", () => {
      const { covered, findings, samples } = over(0, 10, []);
      expect([covered, samples]).to.deep.equal([[], 0]);
      expect(findings.map(({ reason }) => reason)).to.deep.equal(["no usable sample at all"]);
    });

    it("refuses a window that is none", () => {
      for (const [from, to] of [
        [5, 5],
        [6, 5],
        [0, 1.5],
        [0, Number.NaN],
        [0, Infinity],
      ] as const) {
        expect(thrown(WindowError, () => over(from, to, []))).to.deep.include({ from, to });
      }
    });
  });

  describe("energy", () => {
    it("is the rise of the energy counter where there is one, in mJ", () => {
      const pages = [at(0, gpuPage({ energyMj: 1_000, watts: 5 })), at(10_000, gpuPage({ energyMj: 4_500, watts: 5 }))];
      const [source, ...others] = over(0, 10_000, pages).energy;
      expect(others).to.deep.equal([]);
      expect(source).to.deep.include({
        device: "gpu 0",
        method: "counter",
        nanojoules: 3_500n * MJ,
        meteredMs: 10_000,
      });
    });

    it("is the trapezoid of the power where the counter is not supported, and says why", () => {
      const page = (watts: number) => gpuPage({ energyMj: "9223372036854775794", watts });
      const [source] = over(0, 10_000, [at(0, page(100)), at(10_000, page(300))]).energy;
      // 200 W on average for 10 s.
      expect(source).to.deep.include({ method: "power", nanojoules: 2_000_000n * MJ });
      expect(source?.reason).to.equal("fewer than two usable samples of DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION");
    });

    it("cuts the trapezoid at the window's borders", () => {
      const pages = [at(0, gpuPage({ watts: 0 })), at(10_000, gpuPage({ watts: 100 }))];
      // 10 W per second: from 20 W to 50 W in 3 s.
      expect(energy(pages, 2_000, 5_000)).to.equal(105_000n * MJ);
    });

    it("is bridged over a gap by a counter, but not by power", () => {
      expect(energy([at(0, gpuPage({ energyMj: 0 })), at(20_000, gpuPage({ energyMj: 7 }))])).to.equal(7n * MJ);
      const power = [at(0, gpuPage({ watts: 100 })), at(20_000, gpuPage({ watts: 100 }))];
      expect(over(0, 20_000, power).energy[0]).to.deep.include({ nanojoules: 0n, meteredMs: 0 });
    });

    it("adds up devices, RAPL packages and DRAM, but not the zones inside them", () => {
      const rapl = (n: number) =>
        `node_rapl_package_joules_total{index="0",path="a"} ${n}\nnode_rapl_package_joules_total{index="1",path="b"} ${n}\n` +
        `node_rapl_dram_joules_total{index="0",path="c"} ${n}\nnode_rapl_core_joules_total{index="0",path="a:0"} ${n}\n`;
      const page = (n: number) => gpuPage({ energyMj: n * 1000 }, { energyMj: n * 1000 }) + rapl(n);
      expect(energy([at(0, page(0)), at(10_000, page(2))])).to.equal(10_000n * MJ);
    });

    it("counts a board once whose figures MIG instances or pods repeat", () => {
      const page = (mj: number) =>
        ["3", "4"].map((id) => `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",GPU_I_ID="${id}"} ${mj}\n`).join("");
      const { energy: sources, findings } = over(0, 10_000, [at(0, page(0)), at(10_000, page(5))]);
      expect(totalNanojoules(sources)).to.equal(5n * MJ);
      expect(brief(findings, "duplicate")).to.deep.equal([]);
    });

    it("is rounded once, from nJ, halves up", () => {
      expect([1_799_999_999n, 1_800_000_000n].map(toMilliwattHours)).to.deep.equal([0n, 1n]);
      expect([1_799_999_999_999n, 1_800_000_000_000n].map(toWattHours)).to.deep.equal([0n, 1n]);
      // 499.6 mWh are 500 mWh but 0 Wh: rounding twice would give 1.
      expect([toMilliwattHours(1_798_560_000_000n), toWattHours(1_798_560_000_000n)]).to.deep.equal([500n, 0n]);
    });

    it("gives a mean over the time that was metered", () => {
      const pages = [0, 10_000, 50_000, 60_000].map((time) =>
        at(time, gpuPage({ watts: 100.0004 }, { watts: 50.0001 })),
      );
      // 150.0005 W, halves up.
      expect(meanMilliwatts(over(0, 100_000, pages).energy)).to.equal(150_001n);
      expect(meanMilliwatts(over(0, 100_000, []).energy)).to.equal(undefined);
    });
  });

  describe("counters", () => {
    it("count from zero again after a reset, which is listed", () => {
      const values = [1_000_000, 1_400_000, 300, 900];
      const pages = values.map((energyMj, i) => at(i * 5_000, gpuPage({ energyMj })));
      expect(energy(pages)).to.equal((400_000n + 300n + 600n) * MJ);
      const { findings } = over(0, 20_000, pages);
      expect(findings).to.deep.include({
        kind: "reset",
        at: 10_000,
        metric: "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
        reason: "the counter fell: it counts from zero again",
        count: 1,
      });
    });

    it("are not believed when they rise by more than hardware can", () => {
      // A glitch: the lifetime counter reads low once. Neither the fall nor the return is energy.
      const values = ["9000000000000", "5000000000000", "9000000001000", "9000000003000"];
      const pages = values.map((energyMj, i) => at(i * 5_000, gpuPage({ energyMj })));
      expect(energy(pages)).to.equal(2_000n * MJ);
      expect(brief(over(0, 20_000, pages).findings, "implausible")).to.deep.equal([
        [5_000, 1],
        [10_000, 1],
      ]);
    });

    it("of CPU time are summed by mode", () => {
      const page = (n: number) =>
        ["0", "1"].map((cpu) => `node_cpu_seconds_total{cpu="${cpu}",mode="user"} ${100 + n * 2.5}\n`).join("") +
        `node_cpu_seconds_total{cpu="0",mode="idle"} ${n}\n`;
      const { cpu } = over(0, 20_000, [at(0, page(0)), at(10_000, page(1)), at(20_000, page(2))]);
      expect([...cpu]).to.deep.equal([
        ["idle", 2_000_000_000n],
        ["user", 10_000_000_000n],
      ]);
    });

    it("of preemptions give whole numbers", () => {
      const page = (n: number) => jobPage(true, 0, `clearhour_job_preemptions_total ${n}\n`);
      expect(over(0, 20_000, [at(0, page(3)), at(10_000, page(4)), at(20_000, page(5))]).preemptions).to.equal(2);
    });
  });

  describe("odd samples", () => {
    it("with DCGM's values for none are listed and not metered", () => {
      const page = (watts: string) => gpuPage({ watts, clock: 1 });
      const pages = [at(0, page("100")), at(5_000, page("140737488355328.000000")), at(10_000, page("100"))];
      expect(energy(pages, 0, 10_000)).to.equal(1_000_000n * MJ);
      expect(over(0, 10_000, pages).findings).to.deep.equal([
        {
          kind: "sentinel",
          at: 5_000,
          metric: "DCGM_FI_DEV_POWER_USAGE",
          reason: `DCGM's value for "blank" (140737488355328.000000)`,
          count: 1,
        },
      ]);
    });

    it("know every one of DCGM's values for none, and their neighbours as values", () => {
      const why = (text: string) => dcgmSentinel({ text, value: Number(text) });
      const reasons = ["blank", "not found", "not supported", "not permitted"];
      for (const first of [2147483632n, 140737488355328n, 9223372036854775792n]) {
        expect([0n, 1n, 2n, 3n].map((i) => why(String(first + i)))).to.deep.equal(reasons);
      }
      expect(why("2147483634.000000")).to.equal("not supported");
      expect(why("9.223372036854776e+18")).to.equal("blank");
      expect(why("9223372036854775807")).to.equal("blank");
      for (const text of [
        "0",
        "2147483631",
        "2147483636",
        "140737488355327",
        "140737488355332",
        "9e18",
        "Inf",
        "NaN",
      ]) {
        expect(why(text), text).to.equal(undefined);
      }
    });

    itWithData(
      "are found on the DCGM exporter's own page",
      "metering-dcgm-node-exporter/readme_sample.prom",
      (bytes) => {
        const page = bytes.toString().split("\n").slice(0, 9).join("\n");
        const { covered, energy: sources, findings } = over(0, 10_000, [at(0, page), at(10_000, page)]);
        expect(sources).to.deep.equal([]);
        expect(covered).to.deep.equal([{ from: 0, to: 10_000 }]);
        expect(findings).to.deep.equal([
          {
            kind: "sentinel",
            at: 10_000,
            metric: "DCGM_FI_DEV_MEMORY_TEMP",
            reason: `DCGM's value for "not supported" (9223372036854775794)`,
            count: 1,
          },
        ]);
      },
    );

    itWithData("do not occur on node_exporter's golden page, moved on by hand", GOLDEN, (bytes) => {
      const before = gunzipSync(bytes).toString();
      const after = before
        .replace(
          'path="collector/fixtures/sys/class/powercap/intel-rapl:0"} 240422.366267',
          'path="collector/fixtures/sys/class/powercap/intel-rapl:0"} 240822.866267',
        )
        .replace('{cpu="7",mode="user"} 290.98', '{cpu="7",mode="user"} 299.48');
      const measured = over(0, 10_000, [at(0, before), at(10_000, after)]);
      expect(totalNanojoules(measured.energy)).to.equal(400_500_000_000n);
      expect(measured.cpu.get("user")).to.equal(8_500_000_000n);
      expect(measured.cpu.get("idle")).to.equal(0n);
      expect(measured.covered).to.deep.equal([{ from: 0, to: 10_000 }]);
      expect(measured.findings).to.deep.equal([]);
    });

    it("that are NaN, infinite, negative or absurd are listed and not metered", () => {
      const odd = ["NaN", "+Inf", "-1", "1e30"];
      const pages = odd.map((watts, i) => at((i + 1) * 2_000, gpuPage({ watts, clock: 1 })));
      pages.push(at(0, gpuPage({ watts: 100, clock: 1 })), at(10_000, gpuPage({ watts: 100, clock: 1 })));
      expect(energy(pages, 0, 10_000)).to.equal(1_000_000n * MJ);
      const kinds = over(0, 10_000, pages).findings.map(({ kind, reason }) => `${kind}: ${reason}`);
      expect(kinds).to.deep.equal([
        "invalid: NaN is not a finite number",
        "invalid: +Inf is not a finite number",
        "invalid: -1 is negative",
        `sentinel: DCGM's value for "blank" (1e30)`,
      ]);
    });

    it("too large to be real are listed for every exporter", () => {
      const page = (text: string) => `node_rapl_package_joules_total{path="a"} ${text}\n`;
      const { findings } = over(0, 10_000, [at(5_000, page("1e60"))]);
      expect(findings.filter(({ kind }) => kind === "invalid").map(({ reason }) => reason)).to.deep.equal([
        "1e60 is too large",
      ]);
    });

    it("that come twice count once; of two values at one time the lower counts", () => {
      const twice = `${gpuPage({ watts: 100 })}${gpuPage({ watts: 100 })}`;
      const torn = `${gpuPage({ watts: 500 })}${gpuPage({ watts: 100 })}`;
      const pages = [at(0, twice), at(10_000, torn), at(10_000, gpuPage({ watts: 100 }))];
      expect(energy(pages, 0, 10_000)).to.equal(1_000_000n * MJ);
      const { findings } = over(-1, 10_000, pages);
      expect(brief(findings, "duplicate")).to.deep.equal([
        [0, 1],
        [10_000, 1],
      ]);
      expect(brief(findings, "conflict")).to.deep.equal([[10_000, 1]]);
    });

    it("on a page that comes twice are one duplicate", () => {
      const pages = [at(0, gpuPage({ watts: 1 }, { watts: 1 })), at(5, gpuPage({ watts: 1 }, { watts: 1 }))];
      const { findings } = over(0, 5, [...pages, ...pages]);
      expect(findings).to.deep.equal([{ kind: "duplicate", at: 5, reason: "the same page again", count: 1 }]);
    });

    it("out of order are sorted in and listed", () => {
      const page = (energyMj: number) => gpuPage({ energyMj });
      const pages = [at(0, page(0)), at(10_000, page(20)), at(5_000, page(10))];
      expect(energy(pages, 0, 10_000)).to.equal(20n * MJ);
      const { findings } = over(0, 10_000, pages);
      expect(brief(findings, "out-of-order")).to.deep.equal([[5_000, 1]]);
      expect(brief(findings, "reset")).to.deep.equal([]);
    });

    it("missing from a page are listed, by the exporter that should have them", () => {
      const node = `node_cpu_seconds_total{cpu="0",mode="user"} 1\n`;
      const pages = [
        at(0, gpuPage({ watts: 1, clock: 1 })),
        at(1_000, node),
        at(5_000, gpuPage({ clock: 1 })),
        at(9_000, node),
        at(10_000, gpuPage({ watts: 1, clock: 1 })),
      ];
      const missing = over(0, 10_000, pages).findings.filter(({ kind }) => kind === "missing");
      expect(missing).to.deep.equal([
        { kind: "missing", at: 5_000, metric: "DCGM_FI_DEV_POWER_USAGE", reason: "not on the page: gpu 0", count: 1 },
      ]);
    });

    it("on a malformed page are an error, or a scrape that failed", () => {
      const pages = [
        at(0, gpuPage({ clock: 1 })),
        { at: 5_000, body: "oops", name: "b.prom" },
        at(10_000, gpuPage({ clock: 1 })),
      ];
      expect(thrown(ExpositionError, () => over(0, 10_000, pages)).shortMessage).to.contain("Line 1 of b.prom");
      const { covered, findings } = over(0, 10_000, pages, { malformed: "list" });
      expect(covered).to.deep.equal([{ from: 0, to: 10_000 }]);
      expect(findings).to.deep.equal([
        { kind: "malformed", at: 5_000, reason: "line 1: no value follows the metric name oops", count: 1 },
      ]);
    });
  });

  describe("timestamps on the page", () => {
    const body = "recorded_watts 100 0\nrecorded_watts 300 10000\n";

    it("count only where they are honoured", () => {
      const honoured = over(0, 10_000, [{ body }], { honorTimestamps: true });
      expect(totalNanojoules(honoured.energy)).to.equal(2_000_000n * MJ);
      expect(over(0, 10_000, [at(5_000, body)]).samples).to.equal(1);
    });

    it("or a scrape time must be there", () => {
      expect(
        thrown(NoTimeError, () => over(0, 10, [{ body: gpuPage({ watts: 1 }), name: "a.prom" }])).message,
      ).to.contain("a.prom");
      thrown(NoTimeError, () => over(0, 10_000, [{ body }]));
    });
  });

  it("tells synthetic pages", () => {
    expect(over(0, 10, [at(5, 'DCGM_FI_DEV_SM_CLOCK{gpu="0",synthetic="true"} 1\n')]).synthetic).to.equal(true);
    expect(over(0, 10, [at(5, 'DCGM_FI_DEV_SM_CLOCK{gpu="0",synthetic="no"} 1\n')]).synthetic).to.equal(false);
    expect(Buffer.from(SYNTHETIC_EXTENSION.slice(2), "hex").toString().replaceAll("\0", "")).to.equal("synthetic");
  });

  describe("properties", () => {
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
});
