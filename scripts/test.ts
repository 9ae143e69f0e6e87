/** `npm test`: everything that runs in CI, closing with one line of counts. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks } from "./lib/checks.ts";
import { add, COUNTS_FILE, type Counts, format, NONE } from "./lib/counts.ts";
import { run } from "./lib/process.ts";

interface Part {
  readonly name: string;
  readonly run: () => Promise<Counts>;
}

const scratch = mkdtempSync(join(tmpdir(), "clearhour-test-"));

const parts: readonly Part[] = [
  { name: "checks", run: runChecks },
  { name: "rules", run: () => runner("npm run -s test:rules") },
  { name: "flows", run: () => runner("npm run -s test:flows") },
  { name: "tools", run: () => runner("npm run -s test:tools") },
  { name: "sdk", run: () => runner("npm test -s --workspace sdk") },
  { name: "keeper", run: () => runner("npm test -s --workspace keeper") },
  { name: "indexer", run: () => runner("npm test -s --workspace indexer") },
  { name: "app", run: () => runner("npm test -s --workspace app") },
  { name: "local", run: () => runner("npm test -s --workspace local") },
];

/** Runs a test runner. One that leaves no counts, or a bad exit without a failure, is a failure. */
async function runner(command: string): Promise<Counts> {
  const file = join(scratch, "counts.json");
  rmSync(file, { force: true });
  const { code } = await run(command, "show", { [COUNTS_FILE]: file });
  const counts = read(file);
  if (code === 0 || counts.failed > 0) return counts;
  return failedOnce(counts, `\`${command}\` ended with exit code ${code}`);
}

function read(file: string): Counts {
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Counts;
  } catch {
    return failedOnce(NONE, "the runner left no counts");
  }
}

async function runPart({ name, run: runIt }: Part): Promise<Counts> {
  console.log(`\n== ${name}`);
  const counts = await runIt();
  if (counts.passed + counts.failed > 0) return counts;
  return failedOnce(counts, "no test ran");
}

function failedOnce(counts: Counts, why: string): Counts {
  console.log(why);
  return { ...counts, failed: 1, failures: [why] };
}

let total = NONE;
const summary: string[] = [];
const failures: string[] = [];
for (const part of parts) {
  const start = Date.now();
  const counts = await runPart(part);
  total = add(total, counts);
  const seconds = Math.round((Date.now() - start) / 1000);
  failures.push(...counts.failures.map((failure) => `${part.name}: ${failure}`));
  summary.push(`${part.name.padEnd(8)} ${format(counts)} (${seconds} s)`);
}
rmSync(scratch, { recursive: true });

if (failures.length > 0) console.log(`\nFailed:\n${failures.join("\n")}`);
console.log(`\n${summary.join("\n")}\n${format(total)}`);
process.exitCode = total.failed === 0 ? 0 : 1;
