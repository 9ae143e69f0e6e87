/** Runs the Solidity tests; the counts also go to the file that `npm test` names. */
import { writeFileSync } from "node:fs";
import hre from "hardhat";
import { COUNTS_FILE, type Counts } from "./lib/counts.ts";

interface Run {
  readonly summary: Counts;
}

const result = (await hre.tasks.getTask(["test", "solidity"]).run({})) as
  | { readonly success: true; readonly value: Run }
  | { readonly success: false; readonly error: Run };
const { passed, failed, skipped } = (result.success ? result.value : result.error).summary;

const path = process.env[COUNTS_FILE];
if (path !== undefined) writeFileSync(path, JSON.stringify({ passed, failed, skipped }));
process.exitCode = result.success ? 0 : 1;
