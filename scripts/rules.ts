/** Runs the Solidity tests; the counts also go to the file that `npm test` names. */
import { writeFileSync } from "node:fs";
import hre from "hardhat";
import { COUNTS_FILE, type Counts } from "./lib/counts.ts";

interface Run {
  readonly suiteResults: readonly {
    readonly testResults: readonly { readonly status: "Success" | "Failure" | "Skipped" }[];
  }[];
}

const result = (await hre.tasks.getTask(["test", "solidity"]).run({})) as
  | { readonly success: true; readonly value: Run }
  | { readonly success: false; readonly error: Run };
const { suiteResults } = result.success ? result.value : result.error;
const statuses = suiteResults.flatMap(({ testResults }) => testResults.map(({ status }) => status));

const path = process.env[COUNTS_FILE];
if (path !== undefined) {
  const count = (wanted: string) => statuses.filter((status) => status === wanted).length;
  const counts: Counts = { passed: count("Success"), failed: count("Failure"), skipped: count("Skipped") };
  writeFileSync(path, JSON.stringify(counts));
}
process.exitCode = result.success ? 0 : 1;
