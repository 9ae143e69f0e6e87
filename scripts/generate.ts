/**
 * Writes the contracts' ABIs to `sdk/src/generated`, one typed constant per contract.
 * `--check` writes nothing and fails where the files differ from what would be written.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { deployable } from "./lib/artifacts.ts";
import { ROOT } from "./lib/paths.ts";

const FOLDER = join(ROOT, "sdk", "src", "generated");
const HEADER = "// Generated from the contracts by `npm run generate`. Do not edit.\n";

function generate(): Map<string, string> {
  const files = new Map<string, string>();
  const exports: string[] = [];
  for (const { contractName, abi } of deployable()) {
    const constant = `${camelCase(contractName)}Abi`;
    const entries = abi.map((entry) => `  ${JSON.stringify(entry)},\n`).join("");
    files.set(`${constant}.ts`, `${HEADER}export const ${constant} = [\n${entries}] as const;\n`);
    exports.push(`export { ${constant} } from "./${constant}.ts";\n`);
  }
  files.set("index.ts", HEADER + exports.join(""));
  return files;
}

/** `ERC20Mock` -> `erc20Mock`, `MockUSDC` -> `mockUSDC`, `Ledger` -> `ledger`. */
function camelCase(name: string): string {
  return name.replace(/^[A-Z]+(?=[A-Z][a-z]|[0-9]|$)|^[A-Z]/, (head) => head.toLowerCase());
}

function stale(files: Map<string, string>): string[] {
  const present = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const names = [...new Set([...files.keys(), ...present])].sort();
  return names.filter((name) => {
    const path = join(FOLDER, name);
    return !existsSync(path) || readFileSync(path, "utf8") !== files.get(name);
  });
}

const files = generate();
const names = stale(files);

if (process.argv.includes("--check")) {
  for (const name of names) console.error(`stale: ${relative(ROOT, join(FOLDER, name))}`);
  if (names.length > 0) console.error("`npm run generate` rewrites them");
  process.exitCode = names.length === 0 ? 0 : 1;
} else {
  mkdirSync(FOLDER, { recursive: true });
  for (const name of names) {
    const text = files.get(name);
    if (text === undefined) rmSync(join(FOLDER, name), { recursive: true });
    else writeFileSync(join(FOLDER, name), text);
  }
}
