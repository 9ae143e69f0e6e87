/** Readings with their proofs under their common root. */
import { readingsTree } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { pairKey } from "../delivery/facts.ts";
import type { ProvenReading } from "../upkeep/decide.ts";
import type { HourResult } from "./readings.ts";

const known = new WeakMap<HourResult, ReadonlyMap<string, ProvenReading>>();

/** By `pairKey`. */
export function provenReadings(result: HourResult): ReadonlyMap<string, ProvenReading> {
  const before = known.get(result);
  if (before) return before;
  const { readings } = result;
  const tree = readings.length === 0 ? undefined : readingsTree(readings);
  const proven = new Map(
    readings.map((reading, i) => [pairKey(reading), { reading, proof: (tree?.getProof(i) ?? []) as Hex[] }]),
  );
  known.set(result, proven);
  return proven;
}
