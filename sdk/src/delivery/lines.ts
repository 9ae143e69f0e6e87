/** The packed words of scheduling: contracts/types/Lines.sol, Commitment.sol and Nomination.sol. */

import { numberToHex } from "viem";
import { type AccountId, cashAccount } from "../ledger/account.ts";

/** The two lines of a series. */
export type Lines = {
  /** Lots of all commitments. */
  readonly committed: number;
  /** Lots of all nominations. */
  readonly nominated: number;
  /** How many commitments there are. */
  readonly commitments: number;
  /** How many nominations there are. */
  readonly nominations: number;
  /** An entry came after the day's seed was armed: the series has a seed of its own. */
  readonly late: boolean;
  /** The shift, in lots; undefined until it is fixed. */
  readonly shift: number | undefined;
  /** The block whose hash fixes the shift of a late series; 0 while it is not armed or once the shift is fixed. */
  readonly armedFor: number;
  /** The price that settlement compares k with, ticks x 256, 0 for none; undefined until it is fixed. */
  readonly spot: number | undefined;
};

/** One entry in the line of commitments: it takes the lots [end - lots, end). */
export type Commitment = {
  readonly provider: number;
  readonly end: number;
  readonly lots: number;
  /** Average basis, max(sale price, basisFloor), ticks x 256. */
  readonly k: number;
  /** Average of max(basis, reference at sale), ticks x 256. */
  readonly mark: number;
};

/** One entry in the line of nominations: it takes the lots [end - lots, end). */
export type Nomination = { readonly holder: AccountId; readonly end: number; readonly lots: number };

const LATE = 1n << 208n;
const FIXED = 1n << 209n;
const PRICED = 1n << 210n;

function uint(word: bigint, from: number, bits: number): number {
  return Number((word >> BigInt(from)) & ((1n << BigInt(bits)) - 1n));
}

/** Reads a word of lines. */
export function unpackLines(word: bigint): Lines {
  const fixed = (word & FIXED) !== 0n;
  const place = uint(word, 128, 48);
  return {
    committed: uint(word, 0, 32),
    nominated: uint(word, 32, 32),
    commitments: uint(word, 64, 32),
    nominations: uint(word, 96, 32),
    late: (word & LATE) !== 0n,
    shift: fixed ? place : undefined,
    armedFor: fixed ? 0 : place,
    spot: (word & PRICED) === 0n ? undefined : uint(word, 176, 32),
  };
}

/** Reads an entry of the line of commitments. */
export function unpackCommitment(word: bigint): Commitment {
  return {
    provider: uint(word, 0, 32),
    end: uint(word, 32, 32),
    lots: uint(word, 64, 32),
    k: uint(word, 96, 32),
    mark: uint(word, 128, 32),
  };
}

/** Reads an entry of the line of nominations. */
export function unpackNomination(word: bigint): Nomination {
  const owner = numberToHex((word >> 64n) & ((1n << 160n) - 1n), { size: 20 });
  return { holder: cashAccount(owner, uint(word, 224, 16)), end: uint(word, 0, 32), lots: uint(word, 32, 32) };
}
