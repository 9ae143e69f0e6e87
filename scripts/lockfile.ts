/**
 * Fails where the lock file would install differently, or not at all, on another platform:
 * every optional dependency of every locked package must be locked itself, with its integrity,
 * and no registry host may be recorded.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./lib/paths.ts";

interface Locked {
  readonly link?: boolean;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

/** Node's own lookup: nearest `node_modules` first, then each one above. */
function isLocked(from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
    const prefix = at === "" ? "" : `${at}/`;
    if (lock.packages[`${prefix}node_modules/${name}`] !== undefined) return true;
    if (at === "") return false;
  }
}

function problemsOf([path, locked]: [string, Locked]): string[] {
  const missing = Object.keys(locked.optionalDependencies ?? {})
    .filter((name) => !isLocked(path, name))
    .map((name) => `${path}: optional dependency ${name} is not locked`);
  const installed = path.includes("node_modules/") && locked.link !== true;
  if (installed && locked.integrity === undefined) missing.push(`${path}: no integrity`);
  if (locked.resolved?.includes("://")) missing.push(`${path}: records ${locked.resolved}`);
  return missing;
}

const problems = Object.entries(lock.packages).flatMap(problemsOf);
for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
