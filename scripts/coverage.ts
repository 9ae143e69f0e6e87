/**
 * `npm run coverage`: runs the Solidity tests and fails unless they run every line and statement of the
 * contracts, save for the exceptions of `test/coverage-exceptions.json`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Exception, shortfalls, uncovered } from "./lib/coverage.ts";
import { ROOT } from "./lib/paths.ts";
import { run } from "./lib/process.ts";

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

/** The sources that hold code: a file that the report leaves out was never run. */
function sources(): string[] {
  return readdirSync(join(ROOT, "contracts"), { recursive: true, encoding: "utf8" })
    .map((name) => join("contracts", name))
    .filter((path) => path.endsWith(".sol") && /\bfunction\b[^;{]*\{/.test(read(path)));
}

const { code } = await run("hardhat test solidity --coverage", "show");
const missed = uncovered(read("coverage/lcov.info"));
const exceptions = JSON.parse(read("test/coverage-exceptions.json")) as readonly Exception[];

const problems = [
  ...sources()
    .filter((path) => !missed.has(path))
    .map((path) => `${path}: not in the report`),
  ...shortfalls(missed, (file, line) => read(file).split("\n")[line - 1] ?? "", exceptions),
];

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`every line and statement is covered, exceptions: ${exceptions.length}`);
process.exitCode = code === 0 && problems.length === 0 ? 0 : 1;
