/** What the chain says of a product's hour: the ground that agents and oracles stand on. */
import type { GetSlotReturnType, Terms } from "@clearhour/sdk";
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

/** Names an assignment within its series. */
export function pairKey({ commitment, nomination }: { commitment: number; nomination: number }): string {
  return `${commitment}/${nomination}`;
}
