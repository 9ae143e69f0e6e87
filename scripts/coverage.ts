/**
 * `npm run coverage`: runs the Solidity tests and fails unless they run every line and statement of the
 * contracts, save for the exceptions of `test/coverage-exceptions.json`.
 *
 * What counts is what runs in a deployed room: only the rooms are compiled with counters, and the tests deploy them
 * from their artifacts. A line that only a test has compiled into itself is no line of the exchange.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { copiedProject, copyProject } from "./lib/copy.ts";
import { type Exception, shortfalls, uncovered } from "./lib/coverage.ts";
import { ROOT } from "./lib/paths.ts";
import { run } from "./lib/process.ts";

const FOLDER = join(ROOT, "out", "coverage");

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function solidity(folder: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".sol"))
    .map((name) => join(folder, name));
}

/** The sources that hold code: a file that the report leaves out was never run. */
function sources(): string[] {
  const code = (path: string) => read(path).replaceAll(/\/\/.*$/gm, "");
  return solidity("contracts").filter((path) => /\bfunction\b[^;{]*\{/.test(code(path)));
}

const { code } = await run("hardhat build", "show");
if (code !== 0) throw new Error("the contracts or their tests do not compile");
copyProject(FOLDER);
const tests = solidity("test/rules").filter((path) => path.endsWith(".t.sol"));
const hre = await copiedProject(FOLDER, tests, { coverage: true });
await hre.tasks.getTask("build").run({ noTests: true, quiet: true });
const { success } = (await hre.tasks.getTask(["test", "solidity"]).run({ noCompile: true })) as { success: boolean };

const missed = uncovered(readFileSync(join(FOLDER, "coverage", "lcov.info"), "utf8"));
const exceptions = JSON.parse(read("test/coverage-exceptions.json")) as readonly Exception[];
const problems = [
  ...sources()
    .filter((path) => !missed.has(path))
    .map((path) => `${path}: not in the report`),
  ...shortfalls(missed, (file, line) => read(file).split("\n")[line - 1] ?? "", exceptions),
];

for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`every line and statement is covered, exceptions: ${exceptions.length}`);
process.exitCode = success && problems.length === 0 ? 0 : 1;
