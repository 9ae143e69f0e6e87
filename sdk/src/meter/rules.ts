/**
 * How a product's hours are read, from nothing but what the chain says of it: so that all oracles, both parties and
 * anyone else read them the same.
 */
import type { Spec } from "../spec/types.ts";
import { JOB_WORK } from "./exporters.ts";
import type { MeterTerms, PerformanceFloor } from "./reading.ts";

/** Samples further apart than this share of a period do not cover the time between them: 5 minutes of an hour. */
const GAPS_PER_PERIOD = 12;

/** Every oracle challenges an endpoint once in each slot, at a random time: 6 in an hour, and one before it. */
const SLOTS_PER_PERIOD = 6;

/** The benchmark of floors that the meter itself measures, on the counter of work that agents serve. */
export const METERED_BENCHMARK = "Clearhour job";

export type MeterRules = {
  readonly terms: Omit<MeterTerms, "challengeQuorum">;
  /** Length of a slot, in ms: challenges of the slot before the period count too. */
  readonly slotMs: number;
  /** How long a successful challenge stands at most, in s: until the end of the next slot. */
  readonly validForSeconds: number;
};

/**
 * @param period Seconds of a delivery period.
 * @param spec The product's.
 */
export function meterRules(period: number, { carbon, floors }: Pick<Spec, "carbon" | "floors">): MeterRules {
  const periodMs = period * 1000;
  const slotMs = Math.floor(periodMs / SLOTS_PER_PERIOD);
  return {
    terms: {
      periodMs,
      maxGapMs: Math.floor(periodMs / GAPS_PER_PERIOD),
      carbonGPerKwh: carbon?.maxGCO2ePerKWh ?? 0,
      floor: floorOf(floors),
    },
    slotMs,
    validForSeconds: Math.ceil((2 * slotMs) / 1000),
  };
}

/** Other benchmarks are run by no meter: they are for attestations and disputes. */
function floorOf(floors: Spec["floors"]): PerformanceFloor | undefined {
  const metered = floors.find(({ benchmark, unit }) => benchmark === METERED_BENCHMARK && unit === "events/s");
  if (metered === undefined) return undefined;
  return { metric: JOB_WORK, perHour: Math.max(1, Math.floor((metered.floorMilli * 3600) / 1000)) };
}

/**
 * How many oracles' challenges must stand at an instant for it to count: more than half of those that testified.
 *
 * @param statements How many oracles did.
 */
export function challengeQuorumOf(statements: number): number {
  return Math.floor(statements / 2) + 1;
}
