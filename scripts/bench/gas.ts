/**
 * Gas of real transactions on the local chain under Osaka rules: receipts, so refunds are applied and 21,000 and
 * calldata are included. `--json` prints one line with the contracts' sizes in bytes as `deploy`, otherwise a table;
 * `--write` rewrites the committed snapshot, `--check` fails where a figure differs from it.
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "../lib/paths.ts";
import { sizesOfContracts } from "../lib/sizes.ts";
import { clearing } from "./clearing.ts";
import { contesting } from "./contesting.ts";
import { delivering, wrapping } from "./delivering.ts";
import { folding, placing, selling } from "./placing.ts";
import { relaying } from "./relaying.ts";

const SNAPSHOT = join(ROOT, "snapshots", "gas.json");

const measured = {
  ...(await placing()),
  ...(await selling()),
  ...(await folding()),
  ...(await relaying()),
  ...(await wrapping()),
  ...(await delivering()),
  ...(await contesting()),
  clear24x100Orders: await clearing(100),
  clear24x1000Orders: await clearing(1000),
};
const gas = Object.fromEntries(Object.entries(measured).map(([name, used]) => [name, Math.round(used)]));
const text = `${JSON.stringify(gas, null, 2)}\n`;

if (process.argv.includes("--write")) writeFileSync(SNAPSHOT, text);
else if (process.argv.includes("--check")) check();
else if (process.argv.includes("--json")) console.log(JSON.stringify({ ...gas, deploy: sizesOfContracts() }));
else console.table(gas);

function check() {
  const committed: Record<string, number> = existsSync(SNAPSHOT) ? JSON.parse(readFileSync(SNAPSHOT, "utf8")) : {};
  const names = new Set([...Object.keys(committed), ...Object.keys(gas)]);
  const changed = [...names].filter((name) => committed[name] !== gas[name]);
  for (const name of changed) console.error(`${name}: committed ${committed[name]}, measured ${gas[name]}`);
  if (changed.length > 0) console.error("`npm run snapshot` rewrites them; say why in the commit");
  process.exitCode = changed.length === 0 ? 0 : 1;
}
