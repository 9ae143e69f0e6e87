/** `npm run faults`: kills, cuts and reorgs in a running market, by a seed; exits with 1 where something broke. */
import { parseArgs } from "node:util";
import { runCampaign } from "./faults/campaign.ts";
import { runProgram } from "./program.ts";

/**
 * An hour takes a minute, in half of which oracles have to read it and bring its root to the chain. At twice the rate
 * two cores cannot: in 40 hours of that half of the roots came too late.
 */
const RATE = 60;
const USAGE = "npm run faults -- [--seed N] [--faults N] [--reorgs N] [--json]";

function numberOf(name: string, text: string): number {
  const value = Number(text);
  if (text === "" || !Number.isInteger(value) || value < 0) throw new Error(`--${name} ${text}: ${USAGE}`);
  return value;
}

await runProgram(1, async (ends) => {
  const { values } = parseArgs({
    options: {
      seed: { type: "string", default: "1" },
      faults: { type: "string", default: "33" },
      reorgs: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
    },
  });
  const found = await runCampaign(
    {
      seed: numberOf("seed", values.seed),
      faults: numberOf("faults", values.faults),
      reorgs: numberOf("reorgs", values.reorgs),
      rate: RATE,
      progress: (line) => console.error(line),
    },
    ends,
  );
  const text = JSON.stringify(
    found,
    (_, value) => (typeof value === "bigint" ? value.toString() : value),
    values.json ? undefined : 2,
  );
  console.log(text);
  return found.broken.length === 0 ? 0 : 1;
});
