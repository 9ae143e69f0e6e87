/** Runs the Solidity tests; the counts also go to the file that `npm test` names. */
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import hre from "hardhat";
import { COUNTS_FILE, type Counts } from "./lib/counts.ts";
import { ROOT } from "./lib/paths.ts";

interface Run {
  readonly suiteResults: readonly {
    readonly testResults: readonly {
      readonly name: string;
      readonly status: "Success" | "Failure" | "Skipped";
      readonly reason?: string;
    }[];
  }[];
}

// What attacks of another version found is not what those of this one find.
rmSync(join(ROOT, "out", "attacks"), { recursive: true, force: true });
const result = (await hre.tasks.getTask(["test", "solidity"]).run({})) as
  | { readonly success: true; readonly value: Run }
  | { readonly success: false; readonly error: Run };
const { suiteResults } = result.success ? result.value : result.error;
const results = suiteResults.flatMap(({ testResults }) => testResults);

const path = process.env[COUNTS_FILE];
if (path !== undefined) {
  const count = (wanted: string) => results.filter(({ status }) => status === wanted).length;
  const counts: Counts = {
    passed: count("Success"),
    failed: count("Failure"),
    skipped: count("Skipped"),
    failures: results.filter(({ status }) => status === "Failure").map(({ name, reason }) => `${name}: ${reason}`),
  };
  writeFileSync(path, JSON.stringify(counts));
}
process.exitCode = result.success ? 0 : 1;
