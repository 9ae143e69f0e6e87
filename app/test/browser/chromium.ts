/** Chromium, as it is found on the machine. */
import { execFileSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

const NAMES = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Its path; undefined where there is none. In continuous integration apt installs it first, where it can. */
export function findChromium(): string | undefined {
  const found = onPath();
  if (found !== undefined || !process.env.CI || process.getuid?.() !== 0) return found;
  try {
    const options = { stdio: "ignore", timeout: 300_000 } as const;
    execFileSync("apt-get", ["update", "-qq"], options);
    execFileSync("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], options);
  } catch {
    // No apt, or no network: the test says that there is none.
  }
  return onPath();
}

function onPath(): string | undefined {
  const folders = (process.env.PATH ?? "").split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
