/** Ids of the subgraph: numbers as bytes, the highest first, one behind the other. An account has its own id. */
import { concat, type Hex, numberToHex } from "viem";
import type { AccountId } from "../ledger/account.ts";

/** The id of a product, market or lane. */
export function numberGraphId(number: number): Hex {
  return numberToHex(number, { size: 4 });
}

/** The id of a series, auction or dispute. */
export function wordGraphId(id: bigint): Hex {
  return numberToHex(id, { size: 8 });
}

/** The id of an order: its account, auction and slot. */
export function orderGraphId(account: AccountId, auction: bigint, slot: bigint): Hex {
  return concat([account, wordGraphId(auction), wordGraphId(slot)]);
}

/** The id of a price point: what a series cleared at in an auction. */
export function pricePointGraphId(auction: bigint, series: bigint): Hex {
  return concat([wordGraphId(auction), wordGraphId(series)]);
}

/** The id of an entry in a series' line of commitments or nominations. */
export function entryGraphId(series: bigint, index: number): Hex {
  return concat([wordGraphId(series), numberGraphId(index)]);
}

/** The id of an assignment, and of its reading and settlement. */
export function assignmentGraphId(series: bigint, commitment: number, nomination: number): Hex {
  return concat([wordGraphId(series), numberGraphId(commitment), numberGraphId(nomination)]);
}
