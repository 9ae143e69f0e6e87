/**
 * `node suite.ts FOLDER RESULT TEST...` runs Solidity tests in a copy of the project, on the artifacts that lie there
 * and not on what its sources would be compiled to. The names of the tests that failed go to the file RESULT.
 */
import { writeFileSync } from "node:fs";
import { copiedProject } from "../copy.ts";

interface Run {
  readonly suiteResults: readonly {
    readonly id: { readonly name: string };
    readonly testResults: readonly { readonly name: string; readonly status: "Success" | "Failure" | "Skipped" }[];
  }[];
}

const [folder = "", result = "", ...tests] = process.argv.slice(2);
const hre = await copiedProject(folder, tests);
const run = (await hre.tasks.getTask(["test", "solidity"]).run({ testFiles: tests, noCompile: true })) as
  | { readonly success: true; readonly value: Run }
  | { readonly success: false; readonly error: Run };
const { suiteResults } = run.success ? run.value : run.error;
const failed = suiteResults.flatMap(({ id, testResults }) =>
  testResults.filter(({ status }) => status === "Failure").map(({ name }) => `${id.name}.${name}`),
);
if (!run.success && failed.length === 0) throw new Error("the tests did not run");
writeFileSync(result, JSON.stringify(failed));
