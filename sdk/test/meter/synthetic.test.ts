import { expect } from "chai";
import { parseExposition, RangeMeterError, read, SYNTHETIC_COMMENT, SyntheticDcgm } from "../../src/meter/index.ts";
import { itWithData } from "./data.ts";
import { thrown } from "./helpers.ts";

/** Pages every 10 s, each with the load of its time. */
function pages(dcgm: SyntheticDcgm, loads: readonly number[]) {
  return loads.map((load, i) => ({ name: `${i}`, at: i * 10_000, text: dcgm.page(i * 10_000, load) }));
}

describe("meter: synthetic pages", () => {
  it("say that they are, in the first line and in every sample", () => {
    const page = new SyntheticDcgm({ gpus: 2, model: "H100" }).page(0, 1);
    expect(page.split("\n")[0]).to.equal(SYNTHETIC_COMMENT);
    expect(SYNTHETIC_COMMENT).to.match(/^# SYNTHETIC/);
    const { samples } = parseExposition(page);
    expect(samples).to.have.length(50);
    for (const { labels } of samples) {
      expect(labels.get("synthetic")).to.equal("true");
      expect(labels.get("modelName")).to.equal("Synthetic H100");
    }
    expect(read(pages(new SyntheticDcgm({ gpus: 1 }), [0, 1])).synthetic).to.equal(true);
  });

  itWithData(
    "have the names, types and help of DCGM's default counters",
    "metering-dcgm-node-exporter/default-counters.csv",
    (bytes) => {
      const rows = bytes
        .toString()
        .split("\n")
        .filter((line) => line.trim() !== "" && !line.startsWith("#"));
      const wanted = rows.map(
        (row) => /^(\w+)\s*,\s*(\w+)\s*,\s*(.*)$/.exec(row)?.slice(1) as [string, string, string],
      );
      const { families, samples } = parseExposition(new SyntheticDcgm({ gpus: 1 }).page(0, 0.5));
      const shown = [...families.values()].map(({ help, name, type }) => [name, type, help]);
      expect(shown).to.deep.equal(wanted.filter(([, type]) => type !== "label"));
      for (const [name] of wanted.filter(([, type]) => type === "label"))
        expect(samples[0]?.labels.has(name)).to.equal(true);
    },
  );

  it("have an energy counter that is the integral of their power", () => {
    const dcgm = new SyntheticDcgm({ gpus: 2, idleW: 100, fullW: 700, energyMj: 5_000 });
    const loads = [0, 1, 1, 0.5, 0];
    const recorded = pages(dcgm, loads);
    const counter = read(recorded);
    const power = read(
      recorded.map((page) => ({ ...page, text: page.text.replaceAll(/^DCGM_FI_DEV_TOTAL_ENERGY.*\n/gm, "") })),
    );
    expect(counter.energy.sources.map(({ method }) => method)).to.deep.equal(["counter", "counter"]);
    expect(power.energy.sources.map(({ method }) => method)).to.deep.equal(["power", "power"]);
    // (50 + 100 + 75 + 25) % of 600 W on top of 100 W, for 10 s each, on two GPUs.
    expect(counter.energyWh).to.equal(Math.round((2 * 10 * (4 * 100 + 2.5 * 600)) / 0.0036) / 1_000_000);
    expect(power.energyWh).to.equal(counter.energyWh);
  });

  it("show finite figures that differ by GPU and follow the load", () => {
    const figures = (load: number) => {
      const { samples } = parseExposition(new SyntheticDcgm({ gpus: 2, energyMj: 7 }).page(0, load));
      for (const { text, value } of samples) expect(value, text).to.be.within(0, 2e9);
      const of = (metric: string) => samples.filter(({ name }) => name === metric).map(({ value }) => value);
      return [
        ...of("DCGM_FI_DEV_GPU_UTIL"),
        ...of("DCGM_FI_DEV_POWER_USAGE"),
        ...of("DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION"),
      ];
    };
    expect(figures(0)).to.deep.equal([0, 0, 70, 70, 7, 1_000_010]);
    expect(figures(1)).to.deep.equal([100, 100, 700, 700, 7, 1_000_010]);
  });

  it("can reset their counters and lack a metric", () => {
    const dcgm = new SyntheticDcgm({ gpus: 1, energyMj: 1e9, unsupported: ["DCGM_FI_DEV_MEMORY_TEMP"] });
    const recorded = pages(dcgm, [1, 1]);
    dcgm.reset();
    recorded.push({ name: "2", at: 20_000, text: dcgm.page(20_000, 1) });
    const report = read(recorded);
    expect(report.resets.map(({ at }) => at)).to.deep.equal([20_000]);
    expect(report.sentinels.map(({ at, metric }) => [at, metric])).to.deep.equal([
      [10_000, "DCGM_FI_DEV_MEMORY_TEMP"],
      [20_000, "DCGM_FI_DEV_MEMORY_TEMP"],
    ]);
  });

  it("are the same for the same calls", () => {
    const make = () => pages(new SyntheticDcgm({ gpus: 3 }), [0, 0.25, 1]);
    expect(make()).to.deep.equal(make());
  });

  it("refuse what is out of range", () => {
    for (const gpus of [0, 1.5, 1025, Number.NaN]) thrown(RangeMeterError, () => new SyntheticDcgm({ gpus }));
    thrown(RangeMeterError, () => new SyntheticDcgm({ gpus: 1, idleW: -1 }));
    const dcgm = new SyntheticDcgm({ gpus: 1 });
    for (const load of [-0.1, 1.1, Number.NaN]) thrown(RangeMeterError, () => dcgm.page(0, load));
    dcgm.page(10, 1);
    thrown(RangeMeterError, () => dcgm.page(9, 1));
  });
});
