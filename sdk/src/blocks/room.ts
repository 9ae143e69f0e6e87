/** How long an auction's list may be, and what a place in it costs: contracts/blocks/BlocksBase.sol. */
import type { BlockRecord } from "./record.ts";

const CLEARING_GAS = 15_000_000;
const FIXED_GAS = 300_000;
const SERIES_GAS = 155_000;
const WORD_GAS = 1_500;

/** Eighths of a list: each doubles what a word costs. */
const STEPS = 8;

/** Words of the list that a strip or block takes: a profile takes one more for every four periods. */
export function wordsOf({ profile }: Pick<BlockRecord, "profile">): number {
  return 1 + Math.ceil(profile.length / 4);
}

/** Words that the lists of a lane can have: what a clearing of `series` series leaves of 15M gas. */
export function maxWords(series: number): number {
  return Math.max(0, Math.floor((CLEARING_GAS - FIXED_GAS - SERIES_GAS * series) / WORD_GAS));
}

/** A list as it stands before an order joins it. */
export interface ListRoom {
  /** Words taken. */
  readonly used: number;
  /** Words that it can have; see {@link maxWords}. */
  readonly max: number;
}

/** The eighth of the list in which its next `size` words end, 0 to 7. */
export function stepOf(size: number, { used, max }: ListRoom): number {
  return used + size >= max ? STEPS - 1 : Math.floor(((used + size) * STEPS) / max);
}

/**
 * What a place of `size` words costs an order that joins the list next, quote units.
 *
 * @param perWord the market's `wordFee`, quote units
 */
export function placeFee(size: number, list: ListRoom, perWord: bigint): bigint {
  return (perWord * BigInt(size)) << BigInt(stepOf(size, list));
}
