import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = process.env.CLEARHOUR_DATA;

/** A test on recorded data. Without the data it counts as skipped and its title says why. */
export function itWithData(title: string, path: string, run: (bytes: Buffer) => void | Promise<void>): void {
  const file = ROOT === undefined ? undefined : join(ROOT, path);
  if (file !== undefined && existsSync(file)) it(title, () => run(readFileSync(file)));
  else it(`${title} (skipped: CLEARHOUR_DATA ${ROOT === undefined ? "is not set" : `has no ${path}`})`);
}
