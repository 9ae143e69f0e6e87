import { gunzipSync } from "node:zlib";
import { expect } from "chai";
import {
  dcgmSentinel,
  ExpositionError,
  NoTimeError,
  SYNTHETIC_EXTENSION,
  totalNanojoules,
} from "../../src/meter/index.ts";
import { itWithData } from "./data.ts";
import { at, brief, energy, gpuPage, MJ, over, thrown } from "./helpers.ts";

const GOLDEN = "metering-dcgm-node-exporter/node_exporter_e2e-output.prom.gz";

describe("meter: odd samples", () => {
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
    for (const text of ["0", "2147483631", "2147483636", "140737488355327", "140737488355332", "9e18", "Inf", "NaN"]) {
      expect(why(text), text).to.equal(undefined);
    }
  });

  itWithData("are found on the DCGM exporter's own page", "metering-dcgm-node-exporter/readme_sample.prom", (bytes) => {
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
  });

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
});
