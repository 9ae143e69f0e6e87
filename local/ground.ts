/** What a market stands on: a folder, processes, a chain and its clock. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@clearhour/indexer/ports";
import { rpcUrlOf, startChain } from "./chain.ts";
import { type Clock, startClock } from "./clock.ts";
import { Processes } from "./processes.ts";
import type { Ends } from "./program.ts";

export interface Ground {
  /** For logs and what else the parts write. It goes when the market ends. */
  readonly folder: string;
  /** Ended with the market. */
  readonly processes: Processes;
  /** The chain's, on 127.0.0.1. */
  readonly port: number;
  readonly rpcUrl: string;
  readonly clock: Clock;
}

export interface GroundOptions {
  /** Chain seconds per wall second. */
  readonly rate: number;
  /** The chain's; a free one by default. */
  readonly port?: number;
}

const BLOCK_MS = 200;

/** @param ends Gets what ends each part, as soon as the part is there. */
export async function startGround(options: GroundOptions, ends: Ends): Promise<Ground> {
  const folder = makeFolder();
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const processes = new Processes(folder);
  ends.push(() => processes.stopAll());
  const { rate, port = await freePort() } = options;
  await startChain(processes, port);
  const rpcUrl = rpcUrlOf(port);
  const clock = await startClock({ rpcUrl, rate, blockMs: BLOCK_MS });
  ends.push(() => clock.stop());
  return { folder, processes, port, rpcUrl, clock };
}

function makeFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), "clearhour-"));
  } catch (error) {
    const why = error instanceof Error ? error.message : error;
    throw new Error(
      `${tmpdir()}: no temporary files can be written there; set TMPDIR to a folder that takes some (${why})`,
    );
  }
}
