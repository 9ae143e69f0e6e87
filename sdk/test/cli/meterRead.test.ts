import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";

const PROGRAM = fileURLToPath(new URL("../../src/cli/main.ts", import.meta.url));
const GPU = 'DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{gpu="0"}';

describe("clearhour meter read", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "clearhour-cli-"));
    mkdirSync(join(folder, "folder"));
    const files: Record<string, string | Buffer> = {
      "power.csv": "offset_ms,watts\n0,100\n1000,100\n2000,100\n",
      "a.prom": `${GPU} 0\n`,
      "b.prom": `${GPU} 3600000\n`,
      "c.prom.gz": gzipSync(`${"# a long comment\n".repeat(50_000)}${GPU} 7200000\n`),
      "timed.prom": `${GPU} 0 1764579600000\n${GPU} 18000000 1764579660000\n`,
      "bad.prom": `${GPU} 0\n${GPU} oops\n`,
      "empty.prom": "",
      "latin1.prom": Buffer.from([0x61, 0x20, 0xe9]),
      "broken.gz": Buffer.from([0x1f, 0x8b, 1, 2]),
    };
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
  });

  after(() => rmSync(folder, { recursive: true }));

  /** Runs the command on files of the folder: words with a dot or `folder` are files. */
  async function run(line: string) {
    const out: string[] = [];
    const err: string[] = [];
    const words = line.split(" ").filter((word) => word !== "");
    const args = words.map((word) => (/^[a-z].*\.|^folder$/.test(word) ? join(folder, word) : word));
    const code = await main(["meter", "read", ...args], { out: (l) => out.push(l), err: (l) => err.push(l) });
    return { code, out: out.join("\n"), err: err.join("\n").replaceAll(`${folder}/`, "") };
  }
  const report = async (line: string) => {
    const { code, err, out } = await run(line);
    expect([code, err]).to.deep.equal([0, ""]);
    return JSON.parse(out);
  };

  it("reads a CSV", async () => {
    expect(await report("power.csv")).to.deep.include({
      samples: 2,
      meanW: 100,
      energyWh: 0.055556,
      gaps: [],
      resets: [],
    });
    expect(await report("power.csv --from 0 --to 1000")).to.deep.include({ window: { from: 0, to: 1000, ms: 1000 } });
  });

  it("reads pages at the times given, plain and gzip, in any order", async () => {
    const expected = { samples: 2, meanW: 360, energyWh: 2 };
    expect(await report("a.prom b.prom c.prom.gz --at 0 --at 10000 --at 20000")).to.include(expected);
    const iso = "--at 2026-11-21T09:00:20Z --at 2026-11-21T10:00:00+01:00 --at 2026-11-21T09:00:10.000Z";
    const shuffled = await report(`c.prom.gz a.prom b.prom ${iso}`);
    expect(shuffled).to.include(expected);
    expect(shuffled.window).to.include({ from: Date.UTC(2026, 10, 21, 9), ms: 20_000 });
    // The one at the window's beginning is not in it.
    expect(shuffled.outOfOrder.map(({ at }: { at: number }) => at)).to.deep.equal([Date.UTC(2026, 10, 21, 9, 0, 10)]);
  });

  it("reads pages with their own timestamps", async () => {
    expect(await report("timed.prom")).to.include({ meanW: 300, energyWh: 5, deliveredPpm: 1_000_000 });
  });

  it("takes the longest gap in seconds", async () => {
    const { gaps, maxGap } = await report("power.csv --max-gap 0.5");
    expect(maxGap).to.deep.equal({ ms: 500, reason: "as given" });
    expect(gaps).to.have.length(2);
  });

  it("skips malformed pages when asked to", async () => {
    const line = "a.prom bad.prom b.prom --at 0 --at 5000 --at 10000";
    const { code, out, err } = await run(line);
    expect([code, out]).to.deep.equal([1, ""]);
    const quoted = `  2 | ${GPU.replaceAll('"', '\\"')} oops`;
    expect(err).to.contain(`clearhour meter read: Line 2 of bad.prom: "oops" is not a number.\n\n${quoted}\n`);
    expect(err).to.contain("--skip-malformed");
    expect((await report(`${line} --skip-malformed`)).malformed).to.have.length(1);
  });

  for (const [line, expected] of [
    ["missing.prom", "missing.prom cannot be read.\n\nDetails: ENOENT"],
    ["folder", "folder cannot be read.\n\nDetails: EISDIR"],
    ["latin1.prom --at 0", "latin1.prom cannot be read.\n\nDetails: The encoded data was not valid for encoding utf-8"],
    ["broken.gz --at 0", "broken.gz cannot be read.\n\nDetails: "],
    ["a.prom", "Nothing says when a.prom was scraped."],
    ["a.prom --at 5", "All samples are of one instant"],
    ["empty.prom --at 5", "There is no usable sample.\n\nGive pages with samples"],
    [
      "power.csv --from 5000 --to 6000",
      "There is no usable sample in the window (5000, 6000].\n\nThe files' usable samples lie from 0 to 2000 ms",
    ],
    ["power.csv --from 5000", "The window (5000, 2000] is not one"],
    ["power.csv a.prom --at 0 --format openmetrics", "Line 2 of a.prom: the page does not end with # EOF."],
  ] as const) {
    it(`fails on \`${line}\``, async () => {
      const { code, err, out } = await run(line);
      expect([code, out]).to.deep.equal([1, ""]);
      expect(err.startsWith(`clearhour meter read: ${expected}`), err).to.equal(true);
    });
  }

  for (const [line, expected] of [
    ["", "Name at least one file."],
    ["power.csv --from 5 --to 5", "The window (5, 5] is empty: --from must be before --to."],
    ["power.csv --from 9 --to 5", "The window (9, 5] is empty: --from must be before --to."],
    ["power.csv --from noon", "--from noon is not a time: whole ms, or ISO 8601 with a zone."],
    ["power.csv --to 2026-11-21T09:00:00", "--to 2026-11-21T09:00:00 is not a time"],
    ["power.csv --to 2026-13-21T09:00:00Z", "--to 2026-13-21T09:00:00Z is not a time"],
    ["power.csv --to 99999999999999999999", "--to 99999999999999999999 is not a time"],
    ["power.csv --max-gap 0", "--max-gap 0 is not a number of seconds above 0."],
    ["power.csv --max-gap soon", "--max-gap soon is not a number of seconds above 0."],
    ["power.csv --format xml", "--format xml is neither prometheus nor openmetrics."],
    ["power.csv --nonsense", "Unknown option '--nonsense'."],
    ["power.csv --from", "Option '--from <value>' argument missing"],
    ["a.prom b.prom --at 5", "--at is given 1 time for 2 pages: give it once per page."],
    ["power.csv --at 5", "--at is given 1 time for 0 pages: give it once per page. A CSV needs none"],
  ] as const) {
    it(`does not take \`${line}\``, async () => {
      const { code, err, out } = await run(line);
      expect([code, out]).to.deep.equal([2, ""]);
      expect(err.startsWith(`clearhour: ${expected}`), err).to.equal(true);
    });
  }

  it("explains itself", async () => {
    const { code, out } = await run("--help");
    expect(code).to.equal(0);
    expect(out).to.match(/^clearhour meter read FILES…/);
  });

  it("is a program, also through a link as npm makes it", () => {
    const link = join(folder, "clearhour");
    symlinkSync(PROGRAM, link);
    const out = execFileSync(process.execPath, [link, "meter", "read", join(folder, "power.csv")]).toString();
    expect(JSON.parse(out)).to.include({ meanW: 100 });
  });
});

describe("clearhour", () => {
  const run = async (...args: string[]) => {
    const lines: string[] = [];
    const code = await main(args, { out: (l) => lines.push(`out ${l}`), err: (l) => lines.push(`err ${l}`) });
    return { code, text: lines.join("\n") };
  };

  it("lists its commands", async () => {
    const help = await run("--help");
    expect(help.code).to.equal(0);
    expect(help.text).to.match(/^out Usage:\n {2}clearhour meter read /);
    expect((await run()).code).to.equal(2);
  });

  it("does not know others", async () => {
    const { code, text } = await run("meter", "write", "x");
    expect(code).to.equal(2);
    expect(text).to.match(/^err clearhour: There is no command "meter write"\./);
    expect((await run("constructor")).code).to.equal(2);
  });
});
