/** Merkle trees of metering: the samples of an hour, and the readings of a period. */
import { StandardMerkleTree } from "@openzeppelin/merkle-tree";
import type { Hex } from "viem";
import { MeterError } from "./errors.ts";
import type { Assignment } from "./evidence.ts";
import { type Reading, ZERO_WORD } from "./reading.ts";
import { hashPage, type SignedSample } from "./typedData.ts";

/** A leaf of the samples' tree: assignment, time in ms, hash of the page, signature. */
export const SAMPLE_LEAF = ["uint32", "uint32", "uint32", "uint32", "uint64", "bytes32", "bytes"];

/** A leaf of the readings' tree: the fields of a `Reading` in their order. */
export const READING_LEAF = ["uint8", ...Array<string>(10).fill("uint32"), "uint64", "uint64", "bytes32", "bytes32"];

type Leaf = (string | number)[];

/**
 * The tree of the signed samples of one assignment's hour. Order and repeats do not matter: of
 * samples with the same time and page, the one with the lowest signature stands.
 *
 * @returns undefined where there are no samples: such an hour's root is zero.
 */
export function samplesTree(
  assignment: Assignment,
  samples: readonly SignedSample[],
): StandardMerkleTree<Leaf> | undefined {
  const { product, hour, commitment, nomination } = assignment;
  const leaves = new Map<string, Leaf>();
  const bySignature = [...samples].sort((a, b) => (a.signature.toLowerCase() < b.signature.toLowerCase() ? -1 : 1));
  for (const { at, body, signature } of bySignature) {
    const page = hashPage(body);
    const key = `${at}|${page}`;
    if (leaves.has(key)) continue;
    leaves.set(key, [product, hour, commitment, nomination, at, page, signature.toLowerCase()]);
  }
  return leaves.size === 0 ? undefined : StandardMerkleTree.of([...leaves.values()], SAMPLE_LEAF);
}

/** Root of `samplesTree`; zero where there are no samples. */
export function samplesRoot(assignment: Assignment, samples: readonly SignedSample[]): Hex {
  return (samplesTree(assignment, samples)?.root as Hex | undefined) ?? ZERO_WORD;
}

/** The values of a reading's leaf, in the order of `READING_LEAF`. */
export function readingLeaf(reading: Reading): Leaf {
  return [
    reading.version,
    reading.product,
    reading.hour,
    reading.commitment,
    reading.nomination,
    reading.lots,
    reading.deliveredPpm,
    reading.lostProviderPpm,
    reading.lostBuyerPpm,
    reading.performancePpm,
    reading.preemptions,
    // As text: the tree can be dumped to JSON.
    reading.energyWh.toString(),
    reading.carbonG.toString(),
    reading.samplesRoot,
    reading.extension,
  ];
}

/**
 * The tree of a period's readings, whose root the oracles sign. Order does not matter.
 *
 * @throws {MeterError} when there is no reading, or two of one assignment.
 */
export function readingsTree(readings: readonly Reading[]): StandardMerkleTree<Leaf> {
  if (readings.length === 0) throw new MeterError("A period without readings has no tree.");
  const seen = new Set<string>();
  for (const { product, hour, commitment, nomination } of readings) {
    const key = `product ${product}, hour ${hour}, commitment ${commitment}, nomination ${nomination}`;
    if (seen.has(key)) throw new MeterError(`There are two readings of ${key}.`);
    seen.add(key);
  }
  return StandardMerkleTree.of(readings.map(readingLeaf), READING_LEAF);
}

/**
 * Whether a reading is under a root.
 *
 * @param proof Siblings from the leaf up, as `readingsTree(…).getProof` gives them.
 */
export function verifyReading(root: Hex, reading: Reading, proof: readonly Hex[]): boolean {
  return StandardMerkleTree.verify(root, READING_LEAF, readingLeaf(reading), [...proof]);
}
