/**
 * Fails where a contract's sections are out of the order that every contract keeps, or a Solidity file, contract or
 * test, is longer than files may be.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.ts";
import { excess, misplaced } from "./lib/sections.ts";

function problemsIn(folder: string, find: (solidity: string) => string[]): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".sol"))
    .map((name) => join(folder, name))
    .flatMap((path) => find(readFileSync(join(ROOT, path), "utf8")).map((problem) => `${path}: ${problem}`));
}

const problems = [
  ...problemsIn("contracts", misplaced),
  ...["contracts", "test"].flatMap((folder) => problemsIn(folder, excess)),
];

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
