/** Readings that nobody measured, for tests of what follows from them. */
import { zeroHash } from "viem";
import type { Reading } from "../../src/meter/index.ts";

type Assigned = Pick<Reading, "product" | "hour" | "commitment" | "nomination" | "lots">;

/** The provider lost a share of the hour, ppm, and delivered the rest at its floor. */
export function readingOf(assigned: Assigned, lostProviderPpm: number, rest: Partial<Reading> = {}): Reading {
  return {
    version: 1,
    ...assigned,
    deliveredPpm: 1_000_000 - lostProviderPpm,
    lostProviderPpm,
    lostBuyerPpm: 0,
    performancePpm: 1_000_000,
    preemptions: 0,
    energyWh: 700n,
    carbonG: 350n,
    samplesRoot: zeroHash,
    extension: zeroHash,
    ...rest,
  };
}
