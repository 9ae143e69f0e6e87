/**
 * The log of a job's chunks: a Merkle tree to which leaves are only ever added, as in RFC 6962 and RFC 9162 section
 * 2.1, with SHA-256. Its root over the first n chunks is the hash of the job's output so far, and any chunk can be
 * shown to be in it.
 */
import { sha256 } from "@noble/hashes/sha2";
import { concatBytes } from "./bytes.ts";
import { WorkProofError } from "./errors.ts";

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** A list of words of 32 bytes, without anything beside them: a log can have millions. */
class Words {
  #bytes = new Uint8Array(32 * 64);
  length = 0;

  push(word: Uint8Array): void {
    const at = 32 * this.length++;
    if (at === this.#bytes.length) {
      const grown = new Uint8Array(2 * at);
      grown.set(this.#bytes);
      this.#bytes = grown;
    }
    this.#bytes.set(word, at);
  }

  at(index: number): Uint8Array | undefined {
    return Number.isInteger(index) && index >= 0 && index < this.length
      ? this.#bytes.slice(32 * index, 32 * (index + 1))
      : undefined;
  }
}

/** A job's chunks so far. */
export class WorkLog {
  /** `levels[k]` has at `i` the hash over the chunks [i * 2^k, (i + 1) * 2^k). */
  readonly #levels: Words[] = [];
  readonly #leaves = new Words();

  get size(): number {
    return this.#leaves.length;
  }

  /** @param result 32 bytes. */
  append(result: Uint8Array): void {
    this.#leaves.push(result);
    let hash = leafHash(result);
    for (let k = 0; ; k++) {
      const level = this.#levels[k] ?? new Words();
      this.#levels[k] = level;
      level.push(hash);
      const left = level.at(level.length - 2);
      if (level.length % 2 === 1 || left === undefined) return;
      hash = nodeHash(left, hash);
    }
  }

  /** Root over the first `size` chunks. */
  root(size = this.size): Uint8Array {
    this.#assertSize(size);
    return size === 0 ? sha256(new Uint8Array()) : this.#hash(0, size);
  }

  /** A chunk's result, and the hashes beside its way up to the root over the first `size` chunks. */
  prove(index: number, size: number): { result: Uint8Array; path: Uint8Array[] } {
    this.#assertSize(size);
    const result = this.#leaves.at(index);
    if (result === undefined || index >= size)
      throw new WorkProofError(`Chunk ${index} is not among the first ${size}.`);
    const path: Uint8Array[] = [];
    let [from, count] = [0, size];
    while (count > 1) {
      const half = largestPowerBelow(count);
      if (index < from + half) {
        path.push(this.#hash(from + half, count - half));
        count = half;
      } else {
        path.push(this.#hash(from, half));
        from += half;
        count -= half;
      }
    }
    return { result, path: path.reverse() };
  }

  #assertSize(size: number): void {
    if (Number.isSafeInteger(size) && size >= 0 && size <= this.size) return;
    throw new WorkProofError(`There are ${this.size} chunks, not ${size}.`);
  }

  #hash(from: number, count: number): Uint8Array {
    const level = Math.log2(count);
    const known = Number.isInteger(level) ? this.#levels[level]?.at(from / count) : undefined;
    if (known) return known;
    const half = largestPowerBelow(count);
    return nodeHash(this.#hash(from, half), this.#hash(from + half, count - half));
  }
}

/** Whether a chunk is in a log of `size` chunks with this root. */
export function isInLog(
  root: Uint8Array,
  size: number,
  index: number,
  result: Uint8Array,
  path: readonly Uint8Array[],
): boolean {
  if (!(Number.isSafeInteger(size) && Number.isSafeInteger(index) && index >= 0 && index < size)) return false;
  let hash = leafHash(result);
  let [position, last] = [index, size - 1];
  for (const beside of path) {
    if (last === 0) return false;
    if (position % 2 === 1 || position === last) {
      hash = nodeHash(beside, hash);
      while (position % 2 === 0 && position !== 0) [position, last] = [position / 2, Math.floor(last / 2)];
    } else hash = nodeHash(hash, beside);
    [position, last] = [Math.floor(position / 2), Math.floor(last / 2)];
  }
  return last === 0 && hash.every((byte, i) => byte === root[i]);
}

function leafHash(result: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF, result));
}

function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(NODE, left, right));
}

function largestPowerBelow(count: number): number {
  return 2 ** Math.ceil(Math.log2(count) - 1);
}
