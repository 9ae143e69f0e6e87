/** Keepers of the local market: the keeper's own binary, a process each. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Deployment } from "@clearhour/sdk";
import { INDEX, localAccount, privateKeyOf } from "./accounts.ts";
import { type Processes, type RunningProcess, SMALL_HEAP } from "./processes.ts";

const MAIN = join(import.meta.dirname, "..", "keeper", "src", "main.ts");

/** How many solve in every local market. */
export const SOLVERS = 2;
/**
 * How long each of them searches for a solution, wall seconds: half of the hour-ahead gate's solving time is a quarter of
 * a minute where an hour takes one.
 */
const SOLVE_SECONDS = [3, 6] as const;

/** Writes the file by which keepers find the exchange. */
export function writeDeployment(path: string, deployment: Deployment): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify({ ...deployment, block: Number(deployment.block) }, null, 2)}\n`);
}

export interface SolverOptions {
  rpcUrl: string;
  /** As `writeDeployment` wrote it. */
  deploymentFile: string;
  /** Which of the market's solvers, from 0. */
  index: number;
  /** Of its metrics and health. */
  httpPort: number;
}

export function startSolver(processes: Processes, options: SolverOptions): Promise<RunningProcess> {
  const { rpcUrl, deploymentFile, index, httpPort } = options;
  return processes.start({
    name: `solve-${index}`,
    command: process.execPath,
    args: [
      ...SMALL_HEAP,
      MAIN,
      "solve",
      "--rpc-url",
      rpcUrl,
      "--deployment",
      deploymentFile,
      "--http-port",
      String(httpPort),
      "--data-dir",
      join(dirname(deploymentFile), `solve-${index}`),
      "--poll-ms",
      "200",
      "--solve-seconds",
      String(SOLVE_SECONDS[index]),
    ],
    env: { CLEARHOUR_PRIVATE_KEY: privateKeyOf(localAccount(INDEX.keepers + index)) },
    ready: async () => (await fetch(`http://127.0.0.1:${httpPort}/ready`)).ok,
    timeoutMs: 120_000,
  });
}
