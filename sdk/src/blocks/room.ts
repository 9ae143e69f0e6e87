/** How long an auction's list may be, and what a place in it costs: contracts/blocks/BlocksBase.sol. */
import type { BlockRecord } from "./record.ts";

/** Of what brings a baseline or a solution: all it may take, and what it takes without orders. */
const CLEARING_GAS = 16_000_000;
const FIXED_GAS = 600_000;
/** For a series and a word of the list, each at its dearest. */
const BASELINE_GAS = { series: 200_000, word: 1_250 };
const SOLUTION_GAS = { series: 140_000, word: 1_650 };

/** 126,000 bytes at 14 a word: nodes pass on no transaction of more than 131,072. */
const MOST_WORDS = 9_000;

/** Eighths of a list: each doubles what a word costs. */
const STEPS = 8;

/** Words of the list that a strip or block takes: a profile takes one more for every four periods. */
export function wordsOf({ profile }: Pick<BlockRecord, "profile">): number {
  return 1 + Math.ceil(profile.length / 4);
}

/** Words that the lists of a lane can have: what `series` series leave of a transaction's gas, at its dearest, and its size. */
export function maxWords(series: number): number {
  const words = [BASELINE_GAS, SOLUTION_GAS].map((gas) =>
    Math.floor((CLEARING_GAS - FIXED_GAS - gas.series * series) / gas.word),
  );
  return Math.max(0, Math.min(MOST_WORDS, ...words));
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
