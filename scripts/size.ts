/**
 * Compares each contract's runtime size with `snapshots/size.json` and with the limit.
 * `--write` takes the sizes as they are; the limit holds all the same.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { ROOT } from "./lib/paths.ts";
import { type Sizes, sizesOfContracts } from "./lib/sizes.ts";

/** Bytes. Below the 24,576 of EIP-170, so that every room can still grow. */
const LIMIT = 20_000;
const SNAPSHOT = join(ROOT, "snapshots", "size.json");

function differences(expected: Sizes, actual: Sizes): string[] {
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])].sort();
  return names
    .filter((name) => expected[name] !== actual[name])
    .map((name) => `${name}: snapshot ${expected[name] ?? "none"}, built ${actual[name] ?? "none"}`);
}

const sizes = sizesOfContracts();
const problems = Object.entries(sizes)
  .filter(([, size]) => size > LIMIT)
  .map(([name, size]) => `${name}: ${size} bytes, limit ${LIMIT}`);

if (process.argv.includes("--write")) {
  mkdirSync(dirname(SNAPSHOT), { recursive: true });
  writeFileSync(SNAPSHOT, `${JSON.stringify(sizes, null, 2)}\n`);
} else {
  const expected = existsSync(SNAPSHOT) ? JSON.parse(readFileSync(SNAPSHOT, "utf8")) : {};
  const found = differences(expected, sizes);
  if (found.length > 0) {
    problems.push(...found, `\`npm run snapshot\` rewrites ${relative(ROOT, SNAPSHOT)}`);
  }
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
