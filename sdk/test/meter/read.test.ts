import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import {
  CsvError,
  ExpositionError,
  NoSamplesError,
  NoTimeError,
  RangeMeterError,
  type ReadOptions,
  type ReadSource,
  read,
  WindowError,
} from "../../src/meter/index.ts";
import { itWithData } from "./data.ts";
import { fc } from "./fuzz.ts";
import { gpuPage, thrown } from "./helpers.ts";

const csv = (
  rows: readonly (readonly [number | string, number | string])[],
  header = "offset_ms,watts\n",
): ReadSource => ({
  name: "power.csv",
  text: header + rows.map((row) => `${row.join(",")}\n`).join(""),
});
const page = (at: number | undefined, text: string): ReadSource => ({ name: `${at}.prom`, text, at });

describe("meter: reading recordings", () => {
  describe("of power as CSV", () => {
    it("gives mean W, Wh, samples, gaps and the delivered share of the window", () => {
      // An hour at 100 W, then an hour that rises evenly to 300 W, one sample a minute.
      const rows = Array.from(
        { length: 121 },
        (_, i) => [i * 60_000, i <= 60 ? 100 : 100 + (i - 60) * (200 / 60)] as const,
      );
      expect(read([csv(rows)], { from: 0, to: 3_600_000 })).to.deep.include({
        window: { from: 0, to: 3_600_000, ms: 3_600_000 },
        samples: 60,
        meanW: 100,
        energyWh: 100,
        deliveredPpm: 1_000_000,
        gaps: [],
        resets: [],
        duplicates: [],
        synthetic: false,
      });
      expect(read([csv(rows)], { from: 3_600_000, to: 7_200_000 })).to.include({ meanW: 200, energyWh: 200 });
      expect(read([csv(rows)])).to.include({ samples: 120, meanW: 150, energyWh: 300 });
      // Half past, half of the rise done: (100 + 200) / 2 W for half an hour.
      expect(read([csv(rows)], { from: 3_600_000, to: 5_400_000 })).to.include({ meanW: 150, energyWh: 75 });
    });

    it("loses nothing of what is less than a Wh, or than a mW", () => {
      const power = (watts: number, ms: number) =>
        read([
          csv([
            [0, watts],
            [ms, watts],
          ]),
        ]);
      expect(power(100, 10_000)).to.include({ meanW: 100, energyWh: 0.277778 });
      expect(power(33.333_333, 1_000)).to.include({ meanW: 33.333_333, energyWh: 0.009259 });
      expect(power(0.000_001, 200_000)).to.include({ meanW: 0.000_001, energyWh: 0 });
      expect(power(100, 10_000).energy.sources[0]?.energyWh).to.equal(0.277778);
    });

    it("leaves gaps out of energy and mean, and lists them", () => {
      const rows = [0, 1, 2, 3, 13, 14, 15].map((s) => [s * 1000, 360] as const);
      const report = read([csv(rows)]);
      expect(report).to.include({ meanW: 360, energyWh: 0.5, samples: 6, deliveredPpm: 333_333 });
      expect(report.gaps).to.deep.equal([
        {
          kind: "gap",
          at: 3_000,
          to: 13_000,
          ms: 10_000,
          reason: "10000 ms between samples, more than 2500",
          count: 1,
        },
      ]);
      expect(report.delivered).to.include({ ms: 5_000, coveredMs: 5_000 });
      expect(report.delivered.reason).to.contain("samples cover 5000 of 15000 ms");
    });

    it("handles rows out of order, twice, in conflict and without a figure", () => {
      const rows = [
        [0, 100],
        [2000, 100],
        [1000, 100],
        [3000, "N/A"],
        [3000.4, "NaN"],
        [4000, 100],
        [4000, 100],
        [5000, 90],
        [5000, 100],
        [6000, -5],
        [7000, 100],
      ] as const;
      const report = read([csv(rows)]);
      const times = (list: readonly { at: number; count: number }[]) => list.map(({ at, count }) => [at, count]);
      expect(times(report.outOfOrder)).to.deep.equal([[1000, 1]]);
      expect(report.duplicates.map(({ at, kind }) => [at, kind])).to.deep.equal([
        [4000, "duplicate"],
        [5000, "conflict"],
      ]);
      expect(times(report.invalid)).to.deep.equal([
        [3000, 2],
        [6000, 1],
      ]);
      expect(report.gaps).to.deep.equal([]);
      expect(report.samples).to.equal(5);
    });

    it("takes a file without header, with CRLF, a byte order mark, blank lines and exponents", () => {
      const text = "\uFEFF0,1e2\r\n\r\n1000.4, 100.0 \r\n2000,+100\r\n";
      expect(read([{ name: "a.csv", text }])).to.include({ meanW: 100, samples: 2 });
      expect(
        read([
          csv(
            [
              [-1000, 5],
              [0, 5],
            ],
            "Offset_ms , Watts\n",
          ),
        ]),
      ).to.include({ meanW: 5 });
    });

    for (const [text, expected] of [
      ["offset_ms,watts\n0,1,2\n", "Line 2 of power.csv: 3 fields instead of 2."],
      ["0,1\nx,1\n", 'Line 2 of power.csv: "x" is not an offset in ms.'],
      ["0,1\n,1\n", 'Line 2 of power.csv: "" is not an offset in ms.'],
      ["0,1\n1e20,1\n", 'Line 2 of power.csv: "1e20" is not an offset in ms.'],
      ["0,1\n1,1W\n", 'Line 2 of power.csv: "1W" is not a power in W.'],
      ["0,1\noffset_ms,watts\n", 'Line 2 of power.csv: "offset_ms" is not an offset in ms.'],
      ["0,1\n1\n", "Line 2 of power.csv: 1 field instead of 2."],
      ["time,watts\n0,1\n", 'Line 1 of power.csv: "time" is not an offset in ms.'],
      ["watts,offset_ms\n1,0\n", 'Line 1 of power.csv: "watts" is not an offset in ms.'],
      ["offset_ms;watts\n0;1\n", "Line 1 of power.csv: 1 field instead of 2."],
    ] as const) {
      it(`refuses ${JSON.stringify(text)}`, () => {
        expect(thrown(CsvError, () => read([{ name: "power.csv", text }])).shortMessage).to.equal(expected);
      });
    }

    it("agrees with adding up second by second", () => {
      const watts = fc.array(fc.integer({ min: 0, max: 1500 }), { minLength: 3, maxLength: 60 });
      fc.assert(
        fc.property(watts, fc.nat(), fc.nat(), (list, a, b) => {
          const [from, to] = [a % list.length, b % list.length].sort((x, y) => x - y) as [number, number];
          fc.pre(from < to);
          // Twice the joules are whole: the sum of both ends of each second.
          const twice = list.slice(from, to).reduce((sum, w, i) => sum + w + (list[from + i + 1] as number), 0);
          const report = read([csv(list.map((w, i) => [i * 1000, w]))], { from: from * 1000, to: to * 1000 });
          // 1 Wh is 3,600 J; halves up.
          expect(report.energyWh).to.equal(Math.floor((twice * 10_000 + 36) / 72) / 1_000_000);
          expect(report.samples).to.equal(to - from);
          expect(report.meanW).to.be.closeTo(twice / 2 / (to - from), 0.000_000_500_1);
        }),
      );
    });
  });

  describe("of pages", () => {
    it("takes the scrape times that are given", () => {
      const pages = [0, 30_000, 60_000].map((at) => page(at, gpuPage({ energyMj: at * 500, watts: 999 })));
      const report = read(pages);
      expect(report).to.include({ meanW: 500, energyWh: 8.333333, samples: 2, deliveredPpm: 1_000_000 });
      expect(report.energy.sources).to.deep.equal([
        {
          device: "gpu 0",
          metric: "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION",
          method: "counter",
          meteredMs: 60_000,
          reason: "energy counter present",
          energyWh: 8.333333,
        },
      ]);
    });

    it("takes the samples' own timestamps before those", () => {
      const text = [0, 1, 2]
        .map((i) => `DCGM_FI_DEV_POWER_USAGE{gpu="0"} ${100 + i} ${1_700_000_000_000 + i * 10_000}\n`)
        .join("");
      const report = read([page(5, text)]);
      expect(report.window).to.deep.equal({ from: 1_700_000_000_000, to: 1_700_000_020_000, ms: 20_000 });
      expect(report).to.include({ meanW: 101, samples: 2 });
      expect(read([page(undefined, text)])).to.deep.equal(report);
    });

    it("reads OpenMetrics with its timestamps in seconds", () => {
      const text = (s: string) =>
        `# TYPE node_cpu_seconds counter\nnode_cpu_seconds_total{cpu="0",mode="user"} ${s} ${s}\n# EOF\n`;
      const report = read([page(undefined, text("10.5")), page(undefined, text("11.75"))]);
      expect(report.window).to.include({ from: 10_500, to: 11_750 });
      expect(report.cpuMs).to.deep.equal({ user: 1_250 });
      expect(report).to.include({ meanW: null, energyWh: null });
      expect(report.energy.reason).to.equal("no energy or power metric with two usable samples");
    });

    it("lists resets with their time", () => {
      const values = [1_000_000, 2_000_000, 500_000, 1_500_000];
      const report = read(values.map((energyMj, i) => page(i * 15_000, gpuPage({ energyMj }))));
      expect(report.resets.map(({ at, metric }) => [at, metric])).to.deep.equal([
        [30_000, "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"],
      ]);
      // 1,000 + 500 + 1,000 J.
      expect(report.energyWh).to.equal(0.694444);
    });

    it("shows a killed job in the delivered share", () => {
      const report = read([0, 1, 2, 3, 4].map((i) => page(i * 15_000, `clearhour_job_running ${i < 3 ? 1 : 0}\n`)));
      expect(report).to.include({ deliveredPpm: 500_000 });
      expect(report.delivered).to.include({ ms: 30_000, coveredMs: 60_000 });
      expect(report.delivered.reason).to.contain("the job ran in 30000 ms of them");
    });

    itWithData(
      "reads node_exporter's golden page",
      "metering-dcgm-node-exporter/node_exporter_e2e-output.prom.gz",
      (bytes) => {
        const text = gunzipSync(bytes).toString();
        const report = read([page(0, text), page(15_000, text)]);
        expect(report).to.deep.include({
          samples: 1,
          deliveredPpm: 1_000_000,
          meanW: 0,
          energyWh: 0,
          gaps: [],
          sentinels: [],
        });
        expect(Object.keys(report.cpuMs)).to.deep.equal([
          "idle",
          "iowait",
          "irq",
          "nice",
          "softirq",
          "steal",
          "system",
          "user",
        ]);
      },
    );

    itWithData(
      "reads the DCGM exporter's page and lists its sentinel",
      "metering-dcgm-node-exporter/readme_sample.prom",
      (bytes) => {
        const text = bytes.toString().split("\n").slice(0, 9).join("\n");
        const report = read([page(1_000, text)], { from: 0, to: 2_000 });
        expect(report).to.include({ samples: 1, meanW: null, deliveredPpm: 0 });
        expect(report.sentinels).to.have.length(1);
        expect(report.sentinels[0]).to.include({ at: 1_000, metric: "DCGM_FI_DEV_MEMORY_TEMP" });
        expect(report.gaps.map(({ at, reason, to }) => [at, to, reason])).to.deep.equal([
          [0, 1_000, "before the first usable sample"],
          [1_000, 2_000, "after the last usable sample"],
        ]);
      },
    );

    it("skips malformed ones when asked to", () => {
      const good = [0, 10_000, 20_000].map((at) => page(at, gpuPage({ watts: 1 })));
      const bad = page(15_000, "garbage\n");
      expect(thrown(ExpositionError, () => read([...good, bad])).shortMessage).to.equal(
        "Line 1 of 15000.prom: no value follows the metric name garbage.",
      );
      const report = read([...good, bad], { skipMalformed: true });
      expect(report.malformed.map(({ at }) => at)).to.deep.equal([15_000]);
    });
  });

  describe("the longest gap", () => {
    const gapMs = (offsets: number[], options: ReadOptions = {}) =>
      read([csv(offsets.map((at) => [at, 1]))], options).maxGap.ms;

    it("is 2.5 times the usual step, within 1 s and 5 min", () => {
      expect(gapMs([0, 15_000, 30_000, 45_000, 3_600_000])).to.equal(37_500);
      expect(gapMs([0, 10, 20, 30])).to.equal(1_000);
      expect(gapMs([0, 3_600_000])).to.equal(300_000);
      expect(gapMs([0, 15_000, 3_600_000])).to.equal(37_500);
    });

    it("can be given", () => {
      expect(gapMs([0, 15_000], { maxGapMs: 7 })).to.equal(7);
      expect(
        read(
          [
            csv([
              [0, 1],
              [8, 1],
            ]),
          ],
          { maxGapMs: 7 },
        ).gaps,
      ).to.have.length(1);
      thrown(RangeMeterError, () => gapMs([0, 1], { maxGapMs: 0 }));
      thrown(RangeMeterError, () => gapMs([0, 1], { maxGapMs: 1.5 }));
    });
  });

  describe("nonsense", () => {
    it("without a sample in the window says what there was", () => {
      const pages = [1, 2].map((at) => page(at, gpuPage({ watts: "NaN" })));
      expect(
        thrown(NoSamplesError, () =>
          read(
            [
              csv([
                [0, 1],
                [9, 1],
              ]),
            ],
            { from: 20, to: 30 },
          ),
        ).shortMessage,
      ).to.equal("There is no usable sample in the window (20, 30].");
      expect(thrown(NoSamplesError, () => read(pages)).metaMessages).to.deep.equal([
        "- invalid at 1 in DCGM_FI_DEV_POWER_USAGE: NaN is not a finite number",
        "- invalid at 2 in DCGM_FI_DEV_POWER_USAGE: NaN is not a finite number",
      ]);
      thrown(NoSamplesError, () => read([page(1, "")]));
      thrown(NoSamplesError, () => read([csv([])]));
      thrown(NoSamplesError, () => read([]));
      thrown(NoSamplesError, () => read([], { from: 1 }));
      thrown(NoSamplesError, () => read([], { from: 1, to: 2 }));
    });

    it("of a single instant needs a window", () => {
      thrown(NoSamplesError, () => read([csv([[5, 1]])]));
      expect(read([csv([[5, 1]])], { from: 0, to: 10 }).samples).to.equal(1);
      expect(read([csv([[5, 1]])], { from: 0 }).samples).to.equal(1);
      thrown(NoSamplesError, () => read([csv([[5, 1]])], { from: 5 }));
      thrown(NoSamplesError, () => read([csv([[5, 1]])], { to: 5 }));
    });

    it("as a window is refused", () => {
      const some = csv([
        [0, 1],
        [9, 1],
      ]);
      for (const [from, to] of [
        [9, 0],
        [5, 5],
        [0.5, 9],
      ] as const)
        thrown(WindowError, () => read([some], { from, to }));
      thrown(WindowError, () => read([some], { from: 9 }));
    });

    it("without any time is refused", () => {
      expect(thrown(NoTimeError, () => read([page(undefined, gpuPage({ watts: 1 }))])).message).to.contain("--at");
    });
  });
});
