/** `clearhour-keeper clear` as a user runs it: no chain, no key. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "chai";
import type { Report } from "../../src/clearing/report.ts";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));
const README = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
/** The book that the README shows. */
const BOOK = JSON.parse(/^```json\n([\s\S]*?)^```/m.exec(README)?.[1] ?? "");

async function run(args: readonly string[], input = "") {
  const child = spawn(process.execPath, [MAIN, "clear", ...args]);
  const said = { stdout: "", stderr: "" };
  for (const stream of ["stdout", "stderr"] as const) {
    child[stream].on("data", (chunk: Buffer) => {
      said[stream] += chunk.toString();
    });
  }
  child.stdin.end(input);
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, ...said };
}

describe("clearhour-keeper clear", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "clearhour-clear-"));
  const file = join(folder, "book.json");
  before(() => writeFileSync(file, JSON.stringify(BOOK)));
  after(() => rmSync(folder, { recursive: true }));

  it("prints prices, fills, welfare, gap and the time used as one line of JSON", async () => {
    const { code, stdout, stderr } = await run([file, "--json", "--seconds", "5"]);
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: "" });
    expect(stdout.trimEnd().split("\n")).to.have.lengthOf(1);
    const { seconds, ...report } = JSON.parse(stdout) as Report;
    expect(seconds).to.be.within(0, 5);
    expect(report).to.deep.equal({
      prices: { "20:00": 300, "21:00": 400 },
      intervals: { "20:00": [300, null], "21:00": [320, 500] },
      volumes: { "20:00": 6, "21:00": 2 },
      fills: { hourly: [6, 2, 0], strips: [2], blocks: [1] },
      welfare: "260",
      gap: "0",
      bound: "260",
      gapRel: 0,
      optimal: true,
    });
  });

  it("prints a table for people, and each better solution on stderr, also of a book from standard input", async () => {
    const { code, stdout, stderr } = await run(["-"], JSON.stringify(BOOK));
    expect(code).to.equal(0);
    expect(stderr).to.match(/^after \d+\.\d s: welfare \d+, gap \d+$/m);
    expect(stdout).to.match(/^20:00 +300 +300 to any +6$/m);
    expect(stdout).to.include("filled: 2 of 3 hourly orders, 1 of 1 strips, 1 of 1 blocks");
    expect(stdout).to.include("welfare 260, gap 0; no allocation has more than 260 (0% more)");
  });

  it("publishes the schema of a book, which the book above matches", async () => {
    const { code, stdout } = await run(["--schema"]);
    expect(code).to.equal(0);
    expect(new Ajv2020().compile(JSON.parse(stdout))(BOOK)).to.equal(true);
  });

  it("explains itself", async () => {
    const { code, stdout } = await run(["--help"]);
    expect(code).to.equal(0);
    expect(stdout).to.include("clearhour-keeper clear BOOK").and.to.include("--seconds N");
  });

  it("exits with 2 where it is called wrongly, and says how", async () => {
    for (const [args, why] of [
      [[], "one BOOK is to be named"],
      [[file, file], "one BOOK is to be named"],
      [[file, "--seconds", "0"], "--seconds 0: more than 0"],
      [[file, "--seconds", "soon"], "--seconds soon: more than 0"],
      [[file, "--fast"], "--fast"],
      [[join(folder, "none.json")], "none.json cannot be used: ENOENT"],
    ] as const) {
      const { code, stdout, stderr } = await run(args);
      expect({ code, stdout }, args.join(" ")).to.deep.equal({ code: 2, stdout: "" });
      expect(stderr).to.include(why);
    }
    const { code, stderr } = await run(["-"], "{");
    expect(code).to.equal(2);
    expect(stderr).to.include("The book - cannot be used");
  });

  it("exits with 1 where the book makes no sense, and says where", async () => {
    const { code, stderr } = await run(
      ["-"],
      JSON.stringify({ ...BOOK, hourly: [{ ...BOOK.hourly[0], series: "19:00" }] }),
    );
    expect(code).to.equal(1);
    expect(stderr).to.include('The book makes no sense at /hourly/0/series: there is no series "19:00".');
  });
});
