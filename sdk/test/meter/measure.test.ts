import { expect } from "chai";
import { meanMilliwatts, toMicrowattHours, totalNanojoules, toWattHours, WindowError } from "../../src/meter/index.ts";
import { at, brief, energy, gpuPage, jobPage, MJ, over, thrown } from "./helpers.ts";

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

    it("does not take a figure of no GPU, such as a switch's, for one", () => {
      const page = `${gpuPage({ clock: 1 })}DCGM_FI_DEV_NVSWITCH_TEMPERATURE_CURRENT{nvswitch="0"} 40\n`;
      const { covered } = over(0, 20_000, [at(0, page), at(10_000, gpuPage({ clock: 1 })), at(20_000, page)]);
      expect(covered).to.deep.equal([{ from: 0, to: 20_000 }]);
    });

    it("knows a GPU by host and index, so that a swapped card is a reset, not two that were away", () => {
      const page = (uuid: string, host: string, mj: number) =>
        `DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0",UUID="${uuid}",Hostname="${host}"} ${mj}\n`;
      const pages = [at(0, page("a", "x", 900)), at(10_000, page("b", "x", 5)), at(20_000, page("b", "x", 6))];
      expect(over(0, 20_000, pages).covered).to.deep.equal([{ from: 0, to: 20_000 }]);
      expect(energy(pages)).to.equal(6n * MJ);
      const both = pages.map(({ at: t, body }) => at(t as number, body + page("c", "y", 7)));
      expect(over(0, 20_000, both).energy.map(({ device }) => device)).to.deep.equal(["gpu 0 of x", "gpu 0 of y"]);
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

    it("is metered from power up to steps of exactly the longest gap", () => {
      const steps = (ms: number) =>
        over(0, 20_000, [at(0, gpuPage({ watts: 1 })), at(ms, gpuPage({ watts: 1 }))]).energy;
      expect([15_000, 15_001].map((ms) => steps(ms)[0]?.meteredMs)).to.deep.equal([15_000, 0]);
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
      expect([1_799_999n, 1_800_000n].map(toMicrowattHours)).to.deep.equal([0n, 1n]);
      expect([1_799_999_999_999n, 1_800_000_000_000n].map(toWattHours)).to.deep.equal([0n, 1n]);
      // 499,999.6 uWh are 500,000 uWh but 0 Wh: rounding twice would give 1.
      expect([toMicrowattHours(1_799_998_560_000n), toWattHours(1_799_998_560_000n)]).to.deep.equal([500_000n, 0n]);
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

    it("are believed up to 20 kW, for the step and a minute of the exporter's cache", () => {
      // 20 kW for 70 s in mJ.
      const most = 20_000 * 70_000;
      const rise = (energyMj: number) => energy([at(0, gpuPage({ energyMj: 0 })), at(10_000, gpuPage({ energyMj }))]);
      expect([rise(most), rise(most + 1)]).to.deep.equal([BigInt(most) * MJ, 0n]);
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
});
