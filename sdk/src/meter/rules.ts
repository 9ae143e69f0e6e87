/**
 * How a product's hours are read, from nothing but what the chain says of it: so that all oracles, both parties and
 * anyone else read them the same.
 */
import { JobError } from "../jobs/errors.ts";
import { assertJob, JOB_KINDS, type Job, type JobKind, MOST_THREADS } from "../jobs/jobs.ts";
import type { Spec } from "../spec/types.ts";
import { JOB_WORK } from "./exporters.ts";
import type { MeterTerms, PerformanceFloor } from "./reading.ts";

/** Samples further apart than this share of a period do not cover the time between them: 5 minutes of an hour. */
const GAPS_PER_PERIOD = 12;

/** Every oracle challenges an endpoint once in each slot, at a random time: 6 in an hour, and one before it. */
const SLOTS_PER_PERIOD = 6;

/**
 * The benchmark of floors that the meter itself measures, on the counter of work that agents serve: chunks of a job that
 * the floor's scenario names, as in "sha256-chain, size 20000, threads 1", in events/s of one lot. Such a product runs
 * this job and no other: else its holder could order chunks so large, or so few threads, that nobody reaches the floor.
 */
export const METERED_BENCHMARK = "Clearhour job";

const SCENARIO = /^([a-z0-9-]+), size (\d{1,9}), threads (\d{1,3})$/;

/** A job whose seed is its holder's choice. */
export type JobShape = Omit<Job, "seed">;

export type MeterRules = {
  readonly terms: Omit<MeterTerms, "challengeQuorum">;
  /** Length of a slot, in ms: challenges of the slot before the period count too. */
  readonly slotMs: number;
  /** The job that performance is measured on, for one lot; undefined where it is not. */
  readonly job?: JobShape | undefined;
  /** How long a successful challenge stands at most, in s: until the end of the next slot. */
  readonly validForSeconds: number;
};

/**
 * @param period Seconds of a delivery period.
 * @param spec The product's.
 */
export function meterRules(period: number, spec: Pick<Spec, "carbon" | "cpuCores" | "floors">): MeterRules {
  const periodMs = period * 1000;
  const slotMs = Math.floor(periodMs / SLOTS_PER_PERIOD);
  const metered = meteredOf(spec);
  return {
    terms: {
      periodMs,
      maxGapMs: Math.floor(periodMs / GAPS_PER_PERIOD),
      carbonGPerKwh: spec.carbon?.maxGCO2ePerKWh ?? 0,
      floor: metered?.floor,
    },
    job: metered?.job,
    slotMs,
    validForSeconds: Math.ceil((2 * slotMs) / 1000),
  };
}

/**
 * What a holder of some lots has to order, but for the seed: the job of a metered floor, with the threads of all lots as
 * far as one job can have them; undefined where any job will do.
 */
export function orderedJob({ job, terms }: Pick<MeterRules, "job" | "terms">, lots: number): JobShape | undefined {
  if (job === undefined || terms.floor === undefined) return undefined;
  return { ...job, threads: job.threads * Math.min(lots, terms.floor.mostLots) };
}

/**
 * Other benchmarks are run by no meter: they are for attestations and disputes. So are
 * scenarios that name no job, or one of more threads than a lot has cores: nobody could order it.
 */
function meteredOf({
  cpuCores,
  floors,
}: Pick<Spec, "cpuCores" | "floors">): { readonly floor: PerformanceFloor; readonly job: JobShape } | undefined {
  for (const { benchmark, floorMilli, scenario, unit } of floors) {
    const job = benchmark === METERED_BENCHMARK && unit === "events/s" ? jobOf(scenario) : undefined;
    if (job === undefined || job.threads > cpuCores) continue;
    const perHour = Math.max(1, Math.floor((floorMilli * 3600) / 1000));
    return { job, floor: { metric: JOB_WORK, perHour, mostLots: Math.floor(MOST_THREADS / job.threads) } };
  }
  return undefined;
}

function jobOf(scenario: string): JobShape | undefined {
  const [, kind, size, threads] = SCENARIO.exec(scenario) ?? [];
  if (!JOB_KINDS.some((known) => known === kind)) return undefined;
  const job = { kind: kind as JobKind, size: Number(size), threads: Number(threads) };
  try {
    assertJob({ ...job, seed: `0x${"00".repeat(32)}` });
    return job;
  } catch (error) {
    if (error instanceof JobError) return undefined;
    throw error;
  }
}

/**
 * How many oracles' challenges must stand at an instant for it to count: more than half of those that testified.
 *
 * @param statements How many oracles did.
 */
export function challengeQuorumOf(statements: number): number {
  return Math.floor(statements / 2) + 1;
}
