/**
 * The jobs that a provider runs for a nominee. There is no other code that a holder can make a provider run.
 *
 * A job is an endless row of chunks, each a result of 32 bytes that follows from the job and the chunk's index alone.
 * So whoever doubts one can work it out again, without the others; and a chunk of the same work for a nonce, which
 * nobody could have worked out before, shows that the machine is there now.
 */
import { sha256 } from "@noble/hashes/sha2";
import type { Hex } from "viem";
import { bytesToHex, concatBytes, hexToBytes } from "./bytes.ts";
import { JobError } from "./errors.ts";

/** The kinds of work: `sha256-chain` hashes a hash again and again, `prime-count` looks for primes by division. */
export const JOB_KINDS = ["sha256-chain", "prime-count"] as const;

export type JobKind = (typeof JOB_KINDS)[number];

/** What a holder wants to be computed. */
export type Job = {
  readonly kind: JobKind;
  /** 32 bytes: another seed is another job. */
  readonly seed: Hex;
  /** Work in one chunk: hashes in a row, or numbers to look at. */
  readonly size: number;
  /** Chunks to be worked on at the same time: cores. */
  readonly threads: number;
};

/** The largest chunks, some tenths of a second of an ordinary core: whoever challenges a job waits for one. */
const LARGEST: Readonly<Record<JobKind, number>> = { "sha256-chain": 100_000, "prime-count": 80_000 };

/** The most cores of one job: an order names them in one byte. */
export const MOST_THREADS = 255;

/**
 * Passes a job that a provider runs: of a known kind, with a seed of 32 bytes, and size and threads within their limits.
 *
 * @throws {JobError} when it is none, with what is wrong.
 */
export function assertJob({ kind, seed, size, threads }: Job): void {
  if (!JOB_KINDS.includes(kind)) {
    throw new JobError(`There is no job "${kind}".`, { metaMessages: [`Jobs: ${JOB_KINDS.join(", ")}.`] });
  }
  if (!/^0x[0-9a-fA-F]{64}$/.test(seed)) throw new JobError("The seed of a job is 32 bytes of hex.");
  assertWhole("size", size, LARGEST[kind]);
  assertWhole("threads", threads, MOST_THREADS);
}

function assertWhole(name: string, value: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= 1 && value <= most) return;
  throw new JobError(`The ${name} of a job is ${value}: it is a whole number from 1 to ${most}.`);
}

/** Result of a chunk of a job, 32 bytes. */
export function chunkOf({ kind, seed, size }: Job, index: number): Uint8Array {
  const place = new Uint8Array(8);
  new DataView(place.buffer).setBigUint64(0, BigInt(index));
  const start = sha256(concatBytes(hexToBytes(seed), place));
  return kind === "sha256-chain" ? chain(start, size) : primes(start, size);
}

/** The same work for a nonce of 32 bytes. */
export function freshChunk(job: Job, nonce: Hex): Uint8Array {
  return chunkOf({ ...job, seed: bytesToHex(sha256(concatBytes(hexToBytes(job.seed), hexToBytes(nonce)))) }, 0);
}

function chain(start: Uint8Array, size: number): Uint8Array {
  let hash = start;
  for (let i = 0; i < size; i++) hash = sha256(hash);
  return hash;
}

/** The hash of all primes in a row of `size` numbers of 31 bits. */
function primes(start: Uint8Array, size: number): Uint8Array {
  const from = (new DataView(start.buffer, start.byteOffset).getUint32(0) >>> 2) + 2;
  const found: number[] = [];
  for (let n = from; n < from + size; n++) if (isPrime(n)) found.push(n);
  const bytes = new Uint8Array(4 * found.length);
  const view = new DataView(bytes.buffer);
  for (const [i, prime] of found.entries()) view.setUint32(4 * i, prime);
  return sha256(concatBytes(start, bytes));
}

function isPrime(n: number): boolean {
  if (n % 2 === 0) return n === 2;
  for (let d = 3; d * d <= n; d += 2) if (n % d === 0) return false;
  return true;
}
