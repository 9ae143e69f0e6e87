import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployment } from "@clearhour/sdk";

export interface Scratch {
  readonly folder: string;
  /** Writes a file, JSON where the content is no text; returns its path. */
  write(name: string, content: string | object): string;
}

/** A folder of its own for the suite that calls it; removed when the suite ends. */
export function scratch(): Scratch {
  const folder = mkdtempSync(join(tmpdir(), "clearhour-keeper-"));
  after(() => rmSync(folder, { recursive: true }));
  return {
    folder,
    write(name, content) {
      const path = join(folder, name);
      writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
      return path;
    },
  };
}

/** A deployment as its file holds it. */
export function deploymentFile(deployment: Deployment): object {
  return { ...deployment, block: Number(deployment.block) };
}
