/** What the agent and the process of a job say to each other. */
import type { WorkOpening } from "@clearhour/sdk/access";
import type { Job } from "@clearhour/sdk/jobs";
import type { Hex } from "viem";

/** To the process. `id` numbers what is to be answered. */
export type ToJob =
  | { readonly kind: "start"; readonly job: Job; readonly sharePercent: number }
  | { readonly kind: "claim"; readonly id: number; readonly nonce: Hex; readonly standby: Job }
  | { readonly kind: "open"; readonly id: number; readonly size: number; readonly indices: readonly number[] };

/** What the process has done. */
export type JobProgress = {
  /** Chunks in the log. */
  readonly size: number;
  readonly root: Hex;
  /** The job's work for the nonce; that of `standby` while no job was started. */
  readonly fresh: Hex;
};

/** From the process. */
export type FromJob =
  | { readonly kind: "progress"; readonly size: number }
  | { readonly kind: "claim"; readonly id: number; readonly claim: JobProgress }
  | { readonly kind: "open"; readonly id: number; readonly openings: readonly WorkOpening[] }
  | { readonly kind: "failed"; readonly id: number; readonly reason: string };

/** To a thread that computes chunks. */
export type ThreadTask = {
  readonly job: Job;
  /** The thread computes the chunks first, first + step, first + 2 * step, ... */
  readonly first: number;
  readonly step: number;
  readonly sharePercent: number;
};

/** From such a thread. */
export type ThreadResult = { readonly index: number; readonly result: Uint8Array };

/** Between the beginnings of two chunks of a core, ms: the log is kept in memory, and a chunk can be next to nothing. */
const SHORTEST_MS = 50;

/** How long to rest after a chunk, in ms: with a share of 25%, three times as long as it took. */
export function pauseAfter(ms: number, sharePercent: number): number {
  return Math.max(ms * (100 / sharePercent - 1), SHORTEST_MS - ms);
}
