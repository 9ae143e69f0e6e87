/**
 * One challenge: asks an endpoint for work that it cannot have prepared, and checks it.
 *
 * A slot passes that works on its nominee's job, goes on with it, and shows chunks of its log that are right; or that
 * stands ready while nobody has ordered anything. An oracle that holds the nominee's order shows it: then standing ready
 * is not enough, and a provider cannot say that it was never asked.
 */
import {
  AccessError,
  type EndpointClient,
  type JobOrder,
  pick,
  standbyJob,
  verifyClaim,
  verifyOpenings,
  verifyOrder,
  type WorkClaim,
} from "@clearhour/sdk/access";
import { type Job, JobError, WorkProofError } from "@clearhour/sdk/jobs";
import { type MeterDomain, MeterError } from "@clearhour/sdk/meter";
import { bytesToHex } from "viem";
import type { SlotFacts } from "../delivery/facts.ts";

/** How far the job was when it passed last. */
export type Progress = { readonly run: number; readonly size: number };

export type Outcome =
  | { readonly ok: true; readonly progress: Progress | undefined }
  | { readonly ok: false; readonly reason: string };

export type ChallengeInput = {
  readonly slot: SlotFacts;
  readonly domain: MeterDomain;
  readonly client: EndpointClient;
  /** The nominee's order, where the oracle holds it and the hour has begun. */
  readonly order: JobOrder | undefined;
  readonly before: Progress | undefined;
};

/** Chunks of the log that are worked out again. */
const OPENINGS = 2;

/** Challenges a slot. Whatever its provider does, there is an outcome. */
export async function challenge(input: ChallengeInput): Promise<Outcome> {
  try {
    return { ok: true, progress: await attempt(input) };
  } catch (error) {
    const known = [AccessError, WorkProofError, MeterError, JobError].some((kind) => error instanceof kind);
    if (!known) throw error;
    return { ok: false, reason: (error as AccessError).shortMessage };
  }
}

async function attempt({ before, client, domain, order, slot }: ChallengeInput): Promise<Progress | undefined> {
  const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const claim = await client.claim(nonce, order);
  const job = await jobOf(claim, slot, domain, order);
  verifyClaim(job, nonce, claim);
  if (claim.order === null) return undefined;
  if (before !== undefined && before.run === claim.run && claim.size <= before.size) {
    throw new WorkProofError(`The job stands still at ${claim.size} chunks.`);
  }
  const indices = pick(claim.size, OPENINGS);
  if (indices.length > 0) verifyOpenings(job, claim, indices, await client.open(claim, indices));
  return { run: claim.run, size: claim.size };
}

/** What the slot has to be working on. Any order of the nominee is one, even another than the oracle's. */
async function jobOf(claim: WorkClaim, slot: SlotFacts, domain: MeterDomain, order?: JobOrder): Promise<Job> {
  const { assignment, nominee } = slot;
  if (claim.order !== null) {
    await verifyOrder(domain, nominee, { ...claim.order, assignment });
    return claim.order.job;
  }
  if (order !== undefined) throw new WorkProofError("The slot stands idle although its nominee has ordered a job.");
  return standbyJob(assignment);
}
