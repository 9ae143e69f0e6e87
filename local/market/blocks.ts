/** The strips and blocks that participants want beside their hourly orders. Pure: no chain, no clock. */
import type { BlockFormInput, StripInput } from "@clearhour/sdk/blocks";
import type { Gate } from "./listing.ts";

/** Several hours of an auction, wanted or offered as one. */
export interface BlockIntent {
  readonly gate: Gate;
  readonly form: StripInput["form"] | BlockFormInput["form"];
  /** Its first hour, from the first of the auction's window. */
  readonly from: number;
  readonly hours: number;
  /** In each hour, or units of the profile. */
  readonly lots: number;
  /** Percent of the product's reference price, of the average of its hours. */
  readonly limit: number;
  /** Fewest lots, or units, of a block: all of them by default. */
  readonly least?: number;
  /** Lots of one unit in each hour. */
  readonly profile?: readonly number[];
}

/** Their lots in an hour of a gate's window, from 0. */
export function lotsInBlocks(blocks: readonly BlockIntent[], gate: Gate, offset: number): number {
  return blocks
    .filter((block) => block.gate === gate && offset >= block.from && offset < block.from + block.hours)
    .reduce((sum, { from, lots, profile }) => sum + lots * (profile?.[offset - from] ?? 1), 0);
}
