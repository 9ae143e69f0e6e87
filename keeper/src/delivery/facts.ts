/** What the chain says of a product's hour: the ground that agents and oracles stand on. */
import type { GetSlotReturnType, Terms } from "@clearhour/sdk";
import { type Job, JobError } from "@clearhour/sdk/jobs";
import type { MeterRules } from "@clearhour/sdk/meter";
import type { Spec } from "@clearhour/sdk/spec";
import type { Address } from "viem";

/** A set of oracles, as it is registered. */
export type OracleSetFacts = { readonly members: readonly Address[]; readonly quorum: number };

/** A product of which nothing more need be known than its terms: what was listed may be no spec. */
export type ListedProduct = {
  readonly product: number;
  readonly terms: Terms;
  /** Who signs meter roots; undefined where nobody has registered the set. */
  readonly first: OracleSetFacts | undefined;
  /** Who decides disputes. */
  readonly second: OracleSetFacts | undefined;
};

/** A product whose hours can be read. */
export type ProductFacts = ListedProduct & {
  readonly spec: Spec;
  /** How its hours are read. */
  readonly rules: MeterRules;
};

/** One assignment: who delivers what to whom, and how to reach it. */
export type SlotFacts = GetSlotReturnType;

/** A series' hour, once its shift is fixed. */
export type HourFacts = {
  readonly product: ProductFacts;
  readonly hour: number;
  readonly series: bigint;
  /** In ms. */
  readonly start: number;
  readonly end: number;
  /** By commitment, then nomination. */
  readonly slots: readonly SlotFacts[];
};

/**
 * Of one assignment: more than an honest provider's or nominee's agent ever has. `bytes` are of all samples as JSON: what
 * counts of the samples that different oracles were given is at most three times as much, and so in one answer.
 */
export const MOST = { samples: 1_000, bytes: 16 * 2 ** 20, receipts: 200, challenges: 100 } as const;

/**
 * Checks, for the agent and for the oracles alike, that a job is no larger than what was bought.
 *
 * @throws {JobError} when it wants more cores.
 */
export function assertFits({ threads }: Job, { lots }: SlotFacts, { product }: HourFacts): void {
  const cores = lots * (product.spec?.cpuCores ?? 1);
  if (threads > cores) throw new JobError(`The job wants ${threads} cores: ${cores} were bought.`);
}

/** Names an assignment within its series. */
export function pairKey({ commitment, nomination }: { commitment: number; nomination: number }): string {
  return `${commitment}/${nomination}`;
}
