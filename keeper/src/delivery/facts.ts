/** What the chain says of a product's hour: the ground that agents and oracles stand on. */
import type { GetSlotReturnType, Terms } from "@clearhour/sdk";
import type { MeterRules } from "@clearhour/sdk/meter";
import type { Spec } from "@clearhour/sdk/spec";
import type { Address } from "viem";

/** A set of oracles, as it is registered. */
export type OracleSetFacts = { readonly members: readonly Address[]; readonly quorum: number };

export type ProductFacts = {
  readonly product: number;
  readonly terms: Terms;
  /** Undefined where what was listed is no spec: nothing checks that on-chain. */
  readonly spec: Spec | undefined;
  /** How its hours are read. */
  readonly rules: MeterRules;
  /** Who signs meter roots; undefined where nobody has registered the set. */
  readonly first: OracleSetFacts | undefined;
  /** Who decides disputes. */
  readonly second: OracleSetFacts | undefined;
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

/** Names an assignment within its series. */
export function pairKey({ commitment, nomination }: { commitment: number; nomination: number }): string {
  return `${commitment}/${nomination}`;
}
