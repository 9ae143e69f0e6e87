/**
 * `npm run mutants -- [--seed N] [--count N] [--only N,N] [--json]` changes the contracts in a hundred places, one at
 * a time, and fails unless the Solidity tests notice at least nine in ten.
 *
 * The tests are compiled once, against the contracts as they are. Of a mutant only the rooms that hold the changed code
 * are compiled, with the project's settings, and deployed under the tests, which take rooms from their artifacts. Three
 * things follow. What a test compiles into itself stays as it was: a mutant in how a word is packed meets tests that
 * still pack it as the interface says, as a caller would. Tests that deploy nothing see no exchanged artifact: those of
 * them that hold the changed code are compiled with it, where no other test fails. And a mutant that needs more than
 * its processor time counts as noticed: its loop does not end.
 *
 * Drawn are operators, bounds and checks (`lib/mutants/candidates.ts`); one that does not compile is left out for the
 * next one. Nothing else is left out: a mutant that no test could notice counts as one that none noticed. `--only`
 * examines those of the drawn that have these numbers. What a test leaves in `out` is left in `out/mutants/out` here.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import hre from "hardhat";
import { Examiner } from "./lib/mutants/examiner.ts";
import { Stand } from "./lib/mutants/stand.ts";
import { ROOT } from "./lib/paths.ts";

const USAGE = "npm run mutants -- [--seed N] [--count N] [--only N,N] [--json]";
const NEEDED = 0.9;

interface Mutant {
  /** In the order in which they are drawn, from one. */
  readonly number: number;
  /** File, line and change. */
  readonly what: string;
  /** A test that fails; absent where none does. */
  readonly killedBy?: string;
}

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isInteger(value) || value < 0) throw new Error(`--${name} ${text}: ${USAGE}`);
  return value;
}

const { values } = parseArgs({
  options: {
    seed: { type: "string", default: "1" },
    count: { type: "string", default: "100" },
    only: { type: "string" },
    json: { type: "boolean", default: false },
  },
});
const seed = numberOf("seed", values.seed);
const only = values.only === undefined ? undefined : new Set(values.only.split(",").map((n) => numberOf("only", n)));
const count = only?.size ?? numberOf("count", values.count);

await hre.tasks.getTask("build").run({ quiet: true });
const settings = hre.config.solidity.profiles.default?.compilers[0]?.settings ?? {};
const examiner = new Examiner(new Stand(join(ROOT, "out", "mutants")), settings);
await examiner.requireSound();

const drawn = examiner.draw(seed);
console.error(`${drawn.length} candidates, seed ${seed}`);
const found: Mutant[] = [];
for (const [index, candidate] of drawn.entries()) {
  const number = index + 1;
  if (found.length === count) break;
  if (only !== undefined && !only.has(number)) continue;
  const start = Date.now();
  const killers = await examiner.killers(candidate);
  if (killers === undefined) continue;
  const [killedBy] = killers;
  const what = examiner.describe(candidate);
  found.push({ number, what, ...(killedBy === undefined ? {} : { killedBy }) });
  const outcome = killedBy === undefined ? "SURVIVED" : `killed by ${killedBy}`;
  const seconds = Math.round((Date.now() - start) / 1000);
  console.error(`${found.length}/${count} #${number} ${what}: ${outcome} (${seconds} s)`);
}

const survivors = found.filter(({ killedBy }) => killedBy === undefined);
const killed = found.length - survivors.length;
if (values.json) {
  console.log(JSON.stringify({ seed, candidates: drawn.length, mutants: found.length, killed, survivors }));
} else {
  for (const { number, what } of survivors) console.log(`survived: #${number} ${what}`);
  console.log(`${killed} of ${found.length} mutants killed`);
}
process.exitCode = found.length === count && killed >= NEEDED * count ? 0 : 1;
