/**
 * The long invariant campaign: runs it, adds up what its runs reported, prints the table, and fails where it stayed
 * below its targets. `FUZZ_EFFORT` says how long it is.
 */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import { missed, parseReports, sum, table } from "./lib/campaign.ts";
import { ROOT } from "./lib/paths.ts";

const CAMPAIGN = "test/rules/invariants/Campaign.t.sol";
const REPORT = join(ROOT, "out/invariants.jsonl");

rmSync(REPORT, { force: true });
const start = Date.now();
const result = (await hre.tasks.getTask(["test", "solidity"]).run({ testFiles: [CAMPAIGN] })) as {
  readonly success: boolean;
};
const seconds = (Date.now() - start) / 1000;

const total = sum(parseReports(readFileSync(REPORT, "utf8")));
console.log(table(total));
console.log(`${Math.round(total.steps / seconds)} calls per second with compiling, ${Math.round(seconds)} s`);
const problems = missed(total);
for (const problem of problems) console.error(problem);
process.exitCode = result.success && problems.length === 0 ? 0 : 1;
