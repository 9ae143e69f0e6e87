/**
 * Folders of runs, and what a run left behind that was killed before it could end its processes: the next one ends
 * them and removes the folder. Linux only; elsewhere nothing is found.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

const PREFIX = "clearhour-";
/** Holds the id of the process that a folder belongs to. */
const OWNER = "owner";

/** A folder for this run below `parent`. */
export async function makeRunFolder(parent: string, what: string): Promise<string> {
  await removeLeftovers(parent);
  const folder = await mkdtemp(join(parent, `${PREFIX}${what}-`));
  await writeFile(join(folder, OWNER), String(process.pid));
  return folder;
}

/** Ends processes that run on folders whose owners are gone, and removes the folders. */
async function removeLeftovers(parent: string): Promise<void> {
  const folders = readdirSync(parent).filter((name) => name.startsWith(PREFIX));
  for (const folder of folders.map((name) => join(parent, name))) {
    const owner = textOf(join(folder, OWNER));
    if (owner === undefined || existsSync(join("/proc", owner))) continue;
    try {
      for (const pid of processesOn(folder)) process.kill(pid, "SIGKILL");
      await rm(folder, { recursive: true, force: true });
    } catch {
      // Another user's, or somebody else is at it.
    }
  }
}

/** Processes that name the folder in their command. */
function processesOn(folder: string): number[] {
  if (!existsSync("/proc")) return [];
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && textOf(join("/proc", name, "cmdline"))?.includes(`${folder}/`))
    .map(Number);
}

/** A file's text; undefined where it is not there or not ours to read. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
