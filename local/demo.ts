/**
 * `npm run demo`: one delivery day from listing to settled, on the same parts as the local market, with everything that
 * can go wrong in it. It exits with 0 when all of it was seen and the books balance. Progress goes to standard error.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { compareWithChain, untilIndexed } from "@clearhour/indexer";
import { getBlock } from "viem/actions";
import { disputeElm, untilSettled } from "./demo/aftermath.ts";
import { runDay } from "./demo/day.ts";
import { findEvents } from "./demo/events.ts";
import { readFigures } from "./demo/figures.ts";
import { openStage } from "./demo/stage.ts";
import { type Line, problemsOf } from "./demo/verdict.ts";
import { type Ends, runProgram } from "./program.ts";

const from = Date.now();

function seconds(): number {
  return Math.round((Date.now() - from) / 1000);
}

function say(text: string): void {
  console.error(`${String(seconds()).padStart(4)} s  ${text}`);
}

/** @returns What is not as it has to be. */
async function run(isJson: boolean, ends: Ends): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), "clearhour-demo-"));
  ends.push(() => {
    if (process.exitCode === 0) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    else console.error(`the logs of all parts are in ${folder}`);
  });
  const stage = await openStage(folder, ends, say);
  const day = await runDay(stage, say);
  const dispute = await disputeElm(stage, day);
  say("a dispute is decided");
  await untilSettled(stage, day);
  say("everything is settled");
  const events = await findEvents(stage, day, dispute);
  for (const { found, name } of events) say(`${name}: ${found ?? "MISSING"}`);

  await stage.clock.stop();
  const { anyone, deployment, indexer } = stage;
  const block = await getBlock(anyone);
  await untilIndexed(indexer.subgraph, block);
  const { compared, differences } = await compareWithChain({ client: anyone, deployment, graph: indexer.subgraph });
  const things = Object.values(compared).reduce((sum, count) => sum + count, 0);
  say(`${things} things compared with the subgraph`);
  for (const difference of differences.slice(0, 20)) say(JSON.stringify(difference));
  const line: Line = { ...(await readFigures(stage)), subgraphDiffs: differences.length, seconds: seconds() };
  print(line, isJson);
  return problemsOf(events, line);
}

function print(line: Line, isJson: boolean): void {
  // Quote units of a market that was given less than 2^53 of them.
  const values = Object.fromEntries(Object.entries(line).map(([key, value]) => [key, Number(value)]));
  if (isJson) console.log(JSON.stringify(values));
  else for (const [key, value] of Object.entries(values)) console.log(`${key.padEnd(16)} ${value}`);
}

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
await runProgram(1, async (ends) => {
  const problems = await run(values.json, ends);
  for (const problem of problems) console.error(problem);
  return problems.length === 0 ? 0 : 1;
});
