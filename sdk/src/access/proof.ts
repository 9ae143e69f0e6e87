/**
 * How a slot shows that it works, in two steps, so that nothing can be made up for the occasion:
 *
 *   claim    for a nonce it has never seen, the slot computes a chunk of the same work (it is there, now), and names the
 *            size and root of the log of everything that it says it has computed so far
 *   opening  only then it is asked for chunks of that log, which it shows under the root that it named
 *
 * Who asks works the chunks out again. Of a log of which a share p was never computed, an opening of n chunks passes
 * with a chance of (1 - p)^n. A slot that waits for its nominee's order has no log; its fresh chunk is of `standbyJob`.
 */
import { bytesToHex, type Hex, hexToBytes, keccak256, stringToBytes } from "viem";
import { WorkProofError } from "../jobs/errors.ts";
import { chunkOf, freshChunk, JOB_KINDS, type Job } from "../jobs/jobs.ts";
import { isInLog } from "../jobs/workLog.ts";
import type { Assignment } from "../meter/evidence.ts";
import type { JobOrder } from "./order.ts";

/** What a slot answers to a nonce. */
export type WorkClaim = {
  readonly nonce: Hex;
  /** What it works on; null while it waits for an order. */
  readonly order: JobOrder | null;
  /** Counts the starts of the job in this hour: each begins its log anew. */
  readonly run: number;
  /** Chunks computed so far. */
  readonly size: number;
  /** Root of their log. */
  readonly root: Hex;
  /** The job's work for the nonce. */
  readonly fresh: Hex;
};

/** One chunk under the root of a claim. */
export type WorkOpening = { readonly index: number; readonly result: Hex; readonly path: readonly Hex[] };

/** Hashes in the chunk of a slot that waits: some 10 ms. */
const STANDBY_SIZE = 4_000;

/** The work by which a slot without an order shows that it is there. */
export function standbyJob({ commitment, hour, nomination, product }: Assignment): Job {
  const seed = keccak256(stringToBytes(`clearhour standby ${product}/${hour}/${commitment}/${nomination}`));
  return { kind: "sha256-chain", seed, size: STANDBY_SIZE, threads: 1 };
}

/**
 * @param job What the slot should be working on: its order's, or `standbyJob`.
 * @throws {WorkProofError} when the claim is of another nonce or its fresh chunk is wrong.
 */
export function verifyClaim(job: Job, nonce: Hex, claim: WorkClaim): void {
  if (claim.nonce.toLowerCase() !== nonce.toLowerCase()) throw new WorkProofError("The claim is of another nonce.");
  if (bytesToHex(freshChunk(job, nonce)) !== claim.fresh.toLowerCase()) {
    throw new WorkProofError("The fresh chunk is not the job's work for the nonce.");
  }
}

/**
 * @param indices The chunks that were asked for, in their order.
 * @throws {WorkProofError} when a chunk is missing, not under the claim's root, or not the job's work.
 */
export function verifyOpenings(
  job: Job,
  { root, size }: Pick<WorkClaim, "root" | "size">,
  indices: readonly number[],
  openings: readonly WorkOpening[],
): void {
  for (const [i, index] of indices.entries()) {
    const opening = openings[i];
    if (opening?.index !== index) throw new WorkProofError(`Chunk ${index} was not opened.`);
    const result = hexToBytes(opening.result);
    if (
      !isInLog(
        hexToBytes(root),
        size,
        index,
        result,
        opening.path.map((hash) => hexToBytes(hash)),
      )
    ) {
      throw new WorkProofError(`Chunk ${index} is not in the log of ${size} chunks.`);
    }
    if (bytesToHex(chunkOf(job, index)) !== opening.result.toLowerCase()) {
      throw new WorkProofError(`Chunk ${index} is not the job's work.`);
    }
  }
}

/** The shape of a claim. @throws {WorkProofError} when it has another. */
export function parseClaim(value: unknown): WorkClaim {
  const claim = value as WorkClaim;
  const sound =
    isObject(claim) &&
    isWord(claim.nonce) &&
    (claim.order === null || isOrder(claim.order)) &&
    isCount(claim.run) &&
    isCount(claim.size) &&
    isWord(claim.root) &&
    isWord(claim.fresh);
  if (!sound) throw new WorkProofError("This is not a claim of work.");
  return claim;
}

/** The shape of openings. @throws {WorkProofError} when they have another. */
export function parseOpenings(value: unknown): WorkOpening[] {
  const openings = value as WorkOpening[];
  const isOpening = (o: WorkOpening) =>
    isObject(o) && isCount(o.index) && isWord(o.result) && Array.isArray(o.path) && o.path.every(isWord);
  if (!Array.isArray(openings) || !openings.every(isOpening)) throw new WorkProofError("These are no openings.");
  return openings;
}

/** Whether a value has the shape of an order; its job and signature are for `verifyOrder`. */
export function isOrder(value: unknown): value is JobOrder {
  const order = value as JobOrder;
  return (
    isObject(order) &&
    isObject(order.assignment) &&
    isAssignment(order.assignment) &&
    isObject(order.job) &&
    JOB_KINDS.includes(order.job.kind) &&
    isWord(order.job.seed) &&
    isCount(order.job.size) &&
    isCount(order.job.threads) &&
    isHexOf(order.signature, 65)
  );
}

function isAssignment({ commitment, hour, nomination, product }: Assignment): boolean {
  return [product, hour, commitment, nomination].every((n) => isCount(n) && n < 2 ** 32);
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isWord(value: unknown): value is Hex {
  return isHexOf(value, 32);
}

function isHexOf(value: unknown, bytes: number): value is Hex {
  return typeof value === "string" && value.length === 2 + 2 * bytes && /^0x[0-9a-fA-F]*$/.test(value);
}
