/**
 * Writes the contracts' ABIs to `sdk/src/generated`, one typed constant per contract.
 * `--check` writes nothing and fails where the files differ from what would be written.
 * Bytecodes are written by every build (scripts/hooks) and not kept in the repository.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { abiFiles } from "./lib/generated.ts";
import { ROOT } from "./lib/paths.ts";

const FOLDER = join(ROOT, "sdk", "src", "generated");

function stale(files: Map<string, string>): string[] {
  const present = existsSync(FOLDER) ? readdirSync(FOLDER) : [];
  const names = [...new Set([...files.keys(), ...present])].sort();
  return names.filter((name) => {
    const path = join(FOLDER, name);
    return !existsSync(path) || readFileSync(path, "utf8") !== files.get(name);
  });
}

const files = abiFiles();
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
