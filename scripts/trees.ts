/**
 * Compares every `.tree` under `test/rules` with the `.t.sol` beside it, and the roots of all trees
 * with the contracts: each state-changing function has one.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.ts";
import { compare, entryPoints, parseTree, testsOf } from "./lib/trees.ts";

function files(folder: string, suffix: string): string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(suffix))
    .map((name) => join(folder, name))
    .sort();
}

function read(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

const roots = new Set<string>();
const problems: string[] = [];

for (const path of files("test/rules", ".tree")) {
  const tree = parseTree(read(path));
  for (const root of tree.roots) roots.add(root);
  const beside = path.replace(/\.tree$/, ".t.sol");
  const tests = existsSync(join(ROOT, beside)) ? testsOf(read(beside)) : undefined;
  if (tests === undefined) problems.push(`${path}: no ${beside}`);
  else problems.push(...compare(tree, tests).map((problem) => `${path}: ${problem}`));
}

const functions = files("contracts", ".sol")
  .filter((path) => !path.startsWith("contracts/mocks/"))
  .flatMap((path) => entryPoints(read(path)));
for (const name of functions) {
  if (!roots.has(name)) problems.push(`${name}: no tree has this root`);
}
for (const root of roots) {
  if (/^[A-Z]\w*\.\w+$/.test(root) && !functions.includes(root)) {
    problems.push(`${root}: a tree's root, but no state-changing function of a contract`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
