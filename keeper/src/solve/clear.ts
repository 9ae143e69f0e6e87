import { type Book, clearBook, encodeHints, type Interval, verifyClearing } from "@clearhour/sdk/clearing";
import type { Hex } from "viem";
import type { ClearAction } from "./actions.ts";

/** An auction in its solving time that nobody has cleared. */
export interface OpenAuction {
  readonly auction: bigint;
  readonly deadline: bigint;
  /** Its books, product by product and hour by hour; `undefined` where a series has no orders. */
  readonly books: readonly (Book | undefined)[];
}

/**
 * Clears an auction; `undefined` where it has no orders.
 *
 * @throws {NotClearingError} when the verifier rejects what the sweep found.
 */
export function decideClear({ auction, deadline, books }: OpenAuction): ClearAction | undefined {
  const intervals = books.map((book) => book && clearBook(book));
  if (intervals.every((interval) => interval === undefined)) return undefined;
  return { kind: "clear", auction, deadline, hints: verifiedHints(books, intervals) };
}

/**
 * The calldata that proposes intervals of prices, once the verifier has accepted each of them.
 *
 * @throws {NotClearingError} when it rejects one.
 */
export function verifiedHints(books: OpenAuction["books"], intervals: readonly (Interval | undefined)[]): Hex {
  for (const [i, book] of books.entries()) {
    // A missing interval is sent as zeros.
    if (book !== undefined) verifyClearing(book, intervals[i] ?? { lo: 0, hi: 0 });
  }
  return encodeHints(intervals);
}
