import { isRetryable } from "@clearhour/sdk";
import type { Connection } from "./connection.ts";
import { type Head, headAt } from "./head.ts";

/** Blocks this far below the head are read again whenever blocks above them turn out to be replaced. */
const DEPTH = 64n;
/** Most blocks of one request. */
const CHUNK = 10_000n;

/** Reads the events of a range of blocks; what it learns may be learnt twice. */
export type Ingest = (from: bigint, to: bigint) => Promise<void>;

/** What happened to blocks that were read before. */
export type Reorg =
  | "none"
  /** Some of the latest were replaced, and are read again. */
  | "shallow"
  /** So many were replaced that everything has to be forgotten. */
  | "deep";

/**
 * Walks along the chain: hands every block from a starting time on to be read, once and in order, and the latest ones
 * again when they are replaced.
 */
export class Follower {
  readonly #connection: Connection;
  /** How far back what matters can lie, seconds. */
  readonly #span: bigint;
  /** Below the latest blocks; still there unless a reorg was deep. */
  #solid: Head | undefined;
  /** The head when blocks were read last. */
  #tip: Head | undefined;
  #next: bigint | undefined;
  #chunk = CHUNK;

  constructor(connection: Connection, span: bigint) {
    this.#connection = connection;
    this.#span = span;
  }

  /** What happened to the blocks that were read before. To be asked before `read`. */
  async check(): Promise<Reorg> {
    if (await this.#isThere(this.#tip)) return "none";
    this.#tip = undefined;
    if (this.#solid === undefined || !(await this.#isThere(this.#solid))) {
      this.#solid = undefined;
      this.#next = undefined;
      return "deep";
    }
    this.#next = this.#solid.number + 1n;
    return "shallow";
  }

  /** Reads everything up to the head that was not read yet. Goes on where it failed. */
  async read(head: Head, ingest: Ingest): Promise<void> {
    const begin = this.#next ?? (await this.#start(head));
    let next = begin;
    while (next <= head.number) {
      const to = least(next + this.#chunk - 1n, head.number);
      try {
        await ingest(next, to);
        next = to + 1n;
        this.#chunk = least(this.#chunk * 2n, CHUNK);
      } catch (error) {
        if (isRetryable(error) || to === next) {
          // The latest of what was read has no tip to be checked by: it is read again.
          this.#next = next - begin > DEPTH ? next - DEPTH : begin;
          throw error;
        }
        // The endpoint may serve no range as long as this one.
        this.#chunk = (to - next + 1n) / 2n;
      }
    }
    this.#next = next;
    this.#tip = head;
    if (this.#solid === undefined || head.number - this.#solid.number > 2n * DEPTH) {
      const depth = head.number > DEPTH ? head.number - DEPTH : 0n;
      this.#solid = await headAt(this.#connection, depth);
    }
  }

  async #isThere(block: Head | undefined): Promise<boolean> {
    if (block === undefined) return true;
    return (await headAt(this.#connection, block.number))?.hash === block.hash;
  }

  /** The first block that can matter: the deployment's, or the first one of the span. */
  async #start(head: Head): Promise<bigint> {
    const since = head.timestamp - this.#span;
    let low = this.#connection.deployment.block;
    const first = await headAt(this.#connection, low);
    if (first === undefined || first.timestamp >= since) return low;
    let high = head.number;
    while (low + 1n < high) {
      const middle = (low + high) / 2n;
      const block = await headAt(this.#connection, middle);
      if (block !== undefined && block.timestamp < since) low = middle;
      else high = middle;
    }
    return low;
  }
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
