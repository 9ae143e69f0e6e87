/** Fails where a contract's sections are out of the order that every contract keeps. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.ts";
import { misplaced } from "./lib/sections.ts";

const problems = readdirSync(join(ROOT, "contracts"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".sol"))
  .map((name) => join("contracts", name))
  .flatMap((path) => misplaced(readFileSync(join(ROOT, path), "utf8")).map((problem) => `${path}: ${problem}`));

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
