/** A settled reading as the contract tells it: the words of the event ReadingSettled. */
import type { Hex } from "viem";
import { parseSeriesId } from "../clearing/codec.ts";
import type { Reading } from "./reading.ts";

/** The arguments of the event, those of its fields that make the reading. */
export type SettledWords = {
  readonly series: bigint;
  readonly commitment: number;
  readonly nomination: number;
  /** See `Readings.shares` in contracts/types/Reading.sol. */
  readonly shares: bigint;
  /** energyWh << 64 | carbonG. */
  readonly usage: bigint;
  readonly samplesRoot: Hex;
  readonly extension: Hex;
};

/** The reading that was settled, and the share of its lots that counted as not delivered, in parts per million. */
export function unpackSettled(words: SettledWords): { readonly reading: Reading; readonly shortfallPpm: number } {
  const { commitment, extension, nomination, samplesRoot, series, shares, usage } = words;
  const { hour, product } = parseSeriesId(series);
  const field = (at: number, bits = 32) => Number((shares >> BigInt(at)) & ((1n << BigInt(bits)) - 1n));
  return {
    shortfallPpm: field(0),
    reading: {
      version: field(224, 8),
      product,
      hour,
      commitment,
      nomination,
      lots: field(32),
      deliveredPpm: field(64),
      lostProviderPpm: field(96),
      lostBuyerPpm: field(128),
      performancePpm: field(160),
      preemptions: field(192),
      energyWh: (usage >> 64n) & (2n ** 64n - 1n),
      carbonG: usage & (2n ** 64n - 1n),
      samplesRoot,
      extension,
    },
  };
}
