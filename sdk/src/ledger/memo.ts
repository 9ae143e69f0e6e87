/**
 * Memos: why a ledger entry was made. The code is the top byte, the reference the 248 bits below.
 * The table here is the one from which invoices, statements and screens take their words.
 */
import { type Hex, numberToHex } from "viem";
import { InvalidMemoError } from "../errors/input.ts";

/** What the reference of a memo is. */
export type MemoReference =
  | "auction"
  | "series"
  | "product and day"
  | "dispute"
  | "series or dispute"
  | "note"
  | "none";

type MemoEntry = { readonly name: string; readonly words: string; readonly reference: MemoReference };

/** Every code, at the index of its number. Codes are never reused. */
export const MEMO_CODES = [
  { name: "none", words: "No reason given", reference: "none" },
  { name: "deposit", words: "Deposit", reference: "none" },
  { name: "withdrawal", words: "Withdrawal", reference: "none" },
  { name: "transfer", words: "Transfer", reference: "note" },
  { name: "skim", words: "Donation booked to fees", reference: "none" },
  { name: "orderEscrow", words: "Taken for an order", reference: "auction" },
  { name: "orderCollected", words: "Order collected", reference: "auction" },
  { name: "marginLocked", words: "Margin locked for lots sold short", reference: "auction" },
  { name: "marginReleased", words: "Margin released for lots bought back", reference: "series" },
  { name: "marginRounding", words: "Rounding of a day's margin released", reference: "product and day" },
  { name: "tradingFee", words: "Trading fees of a clearing", reference: "auction" },
  { name: "clearingTip", words: "Tip for a clearing", reference: "auction" },
  { name: "closeOut", words: "Taken for a close-out", reference: "auction" },
  { name: "stakeBonded", words: "Stake bonded", reference: "none" },
  { name: "stakeWithdrawn", words: "Stake withdrawn", reference: "none" },
  { name: "stakeSeized", words: "Stake seized", reference: "series" },
  { name: "wrapped", words: "Lots taken out as claims", reference: "series" },
  { name: "unwrapped", words: "Lots put back from claims", reference: "series" },
  { name: "committed", words: "Committed to delivery", reference: "series" },
  { name: "nominated", words: "Nominated for use", reference: "series" },
  { name: "settlementPrepaid", words: "Settlement prepaid", reference: "series" },
  { name: "settlementTip", words: "Tip for a settlement", reference: "series" },
  { name: "delivered", words: "Delivered: lock returned", reference: "series" },
  { name: "shortfallPaid", words: "Damages for a shortfall", reference: "series" },
  { name: "unassigned", words: "Committed but not nominated: lock returned", reference: "series" },
  { name: "rootMissing", words: "No meter root: sale price returned", reference: "series" },
  { name: "defaulted", words: "Never committed: margin taken", reference: "series" },
  { name: "defaultPaid", words: "Share of a default", reference: "series" },
  { name: "toReserve", words: "To the reserve", reference: "series or dispute" },
  { name: "disputeBond", words: "Bond of a dispute", reference: "dispute" },
  { name: "bondReturned", words: "Bond of a dispute returned", reference: "dispute" },
  { name: "bondWon", words: "Bond won in a dispute", reference: "dispute" },
  { name: "oracleBond", words: "Bond of an oracle", reference: "none" },
  { name: "oracleSilent", words: "Taken from a silent oracle", reference: "dispute" },
  { name: "wordFee", words: "Place in an auction's list", reference: "auction" },
  { name: "solverDeposit", words: "Deposit of a solver", reference: "auction" },
  { name: "depositReturned", words: "Deposit of a solver returned", reference: "auction" },
  { name: "depositForfeited", words: "Deposit of a solver forfeited", reference: "auction" },
] as const satisfies readonly MemoEntry[];

/** The name of a code. */
export type MemoName = (typeof MEMO_CODES)[number]["name"];

/** A memo taken apart. */
export type Memo = {
  readonly code: number;
  readonly name: MemoName;
  /** For people. */
  readonly words: string;
  /** What `reference` is. */
  readonly referenceKind: MemoReference;
  readonly reference: bigint;
};

const REFERENCE_MASK = (1n << 248n) - 1n;

/**
 * Packs a memo.
 *
 * @throws {InvalidMemoError} when the reference does not fit 248 bits.
 */
export function packMemo(name: MemoName, reference = 0n): Hex {
  if (reference < 0n || reference > REFERENCE_MASK) throw new InvalidMemoError(String(reference));
  const code = BigInt(MEMO_CODES.findIndex((entry) => entry.name === name));
  return numberToHex((code << 248n) | reference, { size: 32 });
}

/**
 * Takes a memo apart.
 *
 * @throws {InvalidMemoError} when it is not 32 bytes or its code is not in the table.
 */
export function unpackMemo(memo: Hex): Memo {
  if (!/^0x[0-9a-fA-F]{64}$/.test(memo)) throw new InvalidMemoError(memo);
  const word = BigInt(memo);
  const code = Number(word >> 248n);
  const entry = MEMO_CODES[code];
  if (entry === undefined) throw new InvalidMemoError(memo);
  return {
    code,
    name: entry.name,
    words: entry.words,
    referenceKind: entry.reference,
    reference: word & REFERENCE_MASK,
  };
}
