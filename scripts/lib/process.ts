import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { ROOT } from "./paths.ts";

export interface Outcome {
  /** Exit code; 1 where a signal ended the process. */
  readonly code: number;
  /** Output, where it was captured. */
  readonly output: string;
}

/**
 * Runs a shell command in the repository's root, with the installed tools on the path.
 * @param how `capture` keeps the output, `show` passes it on.
 */
export function run(command: string, how: "capture" | "show", env: Record<string, string> = {}): Promise<Outcome> {
  const path = [join(ROOT, "node_modules", ".bin"), process.env.PATH].join(delimiter);
  const child = spawn(command, {
    cwd: ROOT,
    shell: true,
    stdio: how === "show" ? "inherit" : ["ignore", "pipe", "pipe"],
    env: { ...process.env, ...env, PATH: path },
  });
  let output = "";
  const keep = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
