/** `npm run demo -- --json` as a user sees it. */
import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { type Line, problemsOf } from "../demo/verdict.ts";

const DEMO = join(import.meta.dirname, "..", "demo.ts");
const FIELDS = [
  "auctionsFinal",
  "gatesPerHour",
  "fills",
  "stripsPlaced",
  "blocksPlaced",
  "blocksAccepted",
  "blocksInPart",
  "blocksRejected",
  "ordersRelayed",
  "contests",
  "solutionsBeaten",
  "gapTotal",
  "mostGapPercent",
  "lotsDelivered",
  "lotsShort",
  "lotsDefaulted",
  "readingsSettled",
  "disputes",
  "ledgerSum",
  "tokenBalance",
  "positionsNet",
  "subgraphDiffs",
  "seconds",
] as const;

describe("the demonstration", function () {
  this.timeout(400_000);
  const folder = mkdtempSync(join(tmpdir(), "clearhour-demonstration-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("takes a day from listing to settled, with all that can go wrong in it, and leaves nothing behind", async () => {
    const { code, stderr, stdout } = await run(["--json"]);
    expect(code, stderr).to.equal(0);
    expect(stdout.trim().split("\n")).to.have.length(1);
    const line = JSON.parse(stdout) as Record<(typeof FIELDS)[number], number>;
    expect(Object.keys(line).toSorted()).to.deep.equal(FIELDS.toSorted());
    expect(line).to.include({ auctionsFinal: 5, gatesPerHour: 4, lotsDefaulted: 3, disputes: 1 });
    expect(line).to.include({ stripsPlaced: 2, blocksPlaced: 3, ordersRelayed: 1, contests: 2 });
    expect(line).to.include({ blocksAccepted: 2, blocksInPart: 1, blocksRejected: 1 });
    expect(line.solutionsBeaten).to.be.at.least(1);
    expect(line.gapTotal).to.be.greaterThan(0);
    expect(line.mostGapPercent).to.be.within(0, 10);
    expect(line).to.include({ positionsNet: 0, subgraphDiffs: 0, ledgerSum: line.tokenBalance });
    // All that was sold and not bought back: 15 lots in one hour, 22 in the other.
    expect(line.lotsDelivered + line.lotsShort + line.lotsDefaulted).to.equal(37);
    expect(line.seconds).to.be.at.most(300);
    // The cache of the tool that compiles Hardhat's configuration is everybody's.
    expect(readdirSync(folder).filter((name) => !name.startsWith("tsx-"))).to.deep.equal([]);
  });

  it("says what is missing or out of balance", () => {
    const line: Line = {
      auctionsFinal: 1,
      gatesPerHour: 1,
      fills: 1,
      stripsPlaced: 0,
      blocksPlaced: 0,
      blocksAccepted: 0,
      blocksInPart: 0,
      blocksRejected: 0,
      ordersRelayed: 0,
      contests: 0,
      solutionsBeaten: 0,
      gapTotal: 0n,
      mostGapPercent: 0,
      lotsDelivered: 1,
      lotsShort: 0,
      lotsDefaulted: 0,
      readingsSettled: 1,
      disputes: 0,
      ledgerSum: 5n,
      tokenBalance: 5n,
      positionsNet: 0,
      subgraphDiffs: 0,
      seconds: 1,
    };
    expect(problemsOf([{ name: "a buy-back", found: "2 lots" }], line)).to.deep.equal([]);
    expect(problemsOf([{ name: "a buy-back", found: undefined }], line)).to.deep.equal(["missing: a buy-back"]);
    for (const planted of [{ tokenBalance: 6n }, { positionsNet: 1 }, { subgraphDiffs: 1 }]) {
      expect(problemsOf([], { ...line, ...planted })).to.have.length(1);
    }
  });

  function run(args: readonly string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
    const child = spawn(process.execPath, [DEMO, ...args], { env: { ...process.env, TMPDIR: folder } });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve) => child.once("close", (code) => resolve({ code, stdout, stderr })));
  }
});
