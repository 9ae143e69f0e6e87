/**
 * The jobs that this browser watches at providers: orders them, checks them as the chain's clock goes on, and signs
 * receipts. It goes on while another page is shown; after a reload, once the delivery page is shown again.
 */
import { assignmentPath, Holder, OrderRefusedError, type WorkSeen } from "@clearhour/sdk/access";
import { JOB_KINDS, type Job } from "@clearhour/sdk/jobs";
import type { Assignment, MeterDomain } from "@clearhour/sdk/meter";
import { useSyncExternalStore } from "react";
import type { Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

/** How the browser looks whether a check is due, in ms of its own time. */
const BEAT_MS = 250;
/** Checks of an hour: as many receipts. */
const CHECKS = 60;
/** The least time between two, in ms of the browser's own: where chain time flies, a chunk still takes its time. */
const SHORTEST_MS = 2_500;
const TIMEOUT_MS = 5_000;

/** What the browser knows of a job that it watches. */
export interface JobState {
  readonly job: Job;
  /** What the last good check has seen. */
  readonly seen: WorkSeen | undefined;
  readonly receipts: number;
  /** Chunks that were worked out again here, all of them the same. */
  readonly checked: ReadonlySet<number>;
  /** Why the last check failed; undefined where it was good. An OrderRefusedError ends it: another job may be ordered. */
  readonly error: unknown;
}

export interface WatchedJob {
  readonly assignment: Assignment;
  readonly job: Job;
  readonly endpoint: string;
  readonly oracles: readonly string[];
  readonly privateKey: Hex;
  readonly domain: MeterDomain;
  /** Of the delivery, ms of chain time. */
  readonly start: number;
  readonly end: number;
  /** Chain time, ms. */
  readonly now: () => number;
}

const states = new Map<string, JobState>();
const listeners = new Set<() => void>();

/** What is known of an assignment's job; undefined where this browser has ordered none. */
export function useJob(domain: MeterDomain, assignment: Assignment): JobState | undefined {
  const key = keyOf(domain, assignment);
  return useSyncExternalStore(subscribe, () => states.get(key));
}

/** The job that was ordered before, in this visit or an earlier one. */
export function orderedJob(domain: MeterDomain, assignment: Assignment): Job | undefined {
  try {
    const job = JSON.parse(localStorage.getItem(keyOf(domain, assignment)) ?? "null") as Job | null;
    return job !== null && JOB_KINDS.includes(job.kind) ? job : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Orders a job, or takes over what the same key has ordered, and watches it until its hour is over. Again is harmless.
 */
export function watchJob(watched: WatchedJob): void {
  const { assignment, domain, job, privateKey } = watched;
  const key = keyOf(domain, assignment);
  if (states.has(key) && refusalOf(states.get(key)) === undefined) return;
  remember(key, job);
  set(key, { job, seen: undefined, receipts: 0, checked: new Set(), error: undefined });
  const holder = new Holder({
    ...{ assignment, job, domain, endpoint: watched.endpoint, oracles: watched.oracles, now: watched.now },
    signer: privateKeyToAccount(privateKey),
    timeoutMs: TIMEOUT_MS,
  });
  void follow(key, holder, watched);
}

/** Why the provider refuses the job that was ordered; undefined where it does not. */
export function refusalOf(state: JobState | undefined): OrderRefusedError | undefined {
  return state?.error instanceof OrderRefusedError ? state.error : undefined;
}

async function follow(key: string, holder: Holder, { end, now, start }: WatchedJob): Promise<void> {
  const every = (end - start) / CHECKS;
  let goesOn = await attempt(key, () => holder.submit());
  // The first one before the hour, so that a receipt can begin with it.
  for (let due = start - every, rested = 0; goesOn && now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, BEAT_MS));
    if (now() < due || now() >= end || performance.now() < rested) continue;
    due = now() + every;
    rested = performance.now() + SHORTEST_MS;
    goesOn = await attempt(key, () => check(key, holder));
  }
}

/** @returns Whether to go on: not with what the provider refuses, which is forgotten. */
async function attempt(key: string, step: () => Promise<unknown>): Promise<boolean> {
  try {
    await step();
    return true;
  } catch (error) {
    // Anything else is asked again: a provider that does not do its part gets no receipt.
    const refused = error instanceof OrderRefusedError;
    if (refused) localStorage.removeItem(key);
    update(key, { error });
    return !refused;
  }
}

async function check(key: string, holder: Holder): Promise<void> {
  const receipt = await holder.check();
  const state = states.get(key);
  const before = state?.seen?.run === holder.seen?.run ? state?.checked : undefined;
  // The provider may have an earlier order: of another browser with the same key.
  remember(key, holder.job);
  update(key, {
    job: holder.job,
    seen: holder.seen,
    receipts: (state?.receipts ?? 0) + (receipt === undefined ? 0 : 1),
    checked: new Set([...(before ?? []), ...(holder.seen?.opened ?? [])]),
    error: undefined,
  });
}

function remember(key: string, job: Job): void {
  localStorage.setItem(key, JSON.stringify(job));
}

function update(key: string, change: Partial<JobState>): void {
  const state = states.get(key);
  if (state !== undefined) set(key, { ...state, ...change });
}

function set(key: string, state: JobState): void {
  states.set(key, state);
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Assignments have the same numbers on every chain: the exchange is in the name. */
function keyOf({ chainId, verifyingContract }: MeterDomain, assignment: Assignment): string {
  return `clearhour.job.${chainId}.${verifyingContract}${assignmentPath(assignment)}`.toLowerCase();
}
