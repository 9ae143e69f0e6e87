/** Position words: eight hours of one account and product, 32 bits each, the first hour lowest. */

/** Lots that an account holds (positive) or owes (negative) in one hour of a product. */
export type Position = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  readonly hour: number;
  readonly lots: number;
};

/** Hours of a position word. */
export const HOURS_PER_WORD = 8;

/**
 * The signed lots of the eight hours of a word.
 *
 * @param word As `positionWord` of the ledger gives it.
 */
export function unpackPositionWord(word: bigint): number[] {
  return Array.from({ length: HOURS_PER_WORD }, (_, i) => Number(BigInt.asIntN(32, word >> BigInt(32 * i))));
}

/** Packs the signed lots of eight hours; the inverse of `unpackPositionWord`. */
export function packPositionWord(lots: readonly number[]): bigint {
  return lots.reduce((word, value, i) => word | (BigInt.asUintN(32, BigInt(value)) << BigInt(32 * i)), 0n);
}
