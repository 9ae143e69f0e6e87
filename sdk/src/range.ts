/** Checks of arguments before they are packed or sent. */
import { MAX_LOTS } from "./clearing/index.ts";
import { InvalidAmountError, InvalidLotsError, OutOfRangeError } from "./errors/input.ts";

const MAX_UINT32 = 2 ** 32 - 1;
const MAX_UINT64 = 2n ** 64n - 1n;
const MAX_UINT256 = 2n ** 256n - 1n;

/** Fails unless the amount is a positive integer. */
export function checkAmount(amount: bigint): bigint {
  if (typeof amount !== "bigint" || amount <= 0n || amount > MAX_UINT256) throw new InvalidAmountError(amount);
  return amount;
}

/** Fails unless the lots are an integer from 1 to 2^27 - 1. */
export function checkLots(lots: number): number {
  if (!Number.isInteger(lots) || lots < 1 || lots > MAX_LOTS) throw new InvalidLotsError(lots);
  return lots;
}

/** Fails unless the value is an integer of 32 bits. */
export function checkUint32(field: string, value: number): number {
  if (!Number.isInteger(value) || value < 0 || value > MAX_UINT32) throw new OutOfRangeError(field, value, MAX_UINT32);
  return value;
}

/** Fails unless the value is an integer of 64 bits. */
export function checkUint64(field: string, value: bigint): bigint {
  if (typeof value !== "bigint" || value < 0n || value > MAX_UINT64)
    throw new OutOfRangeError(field, value, MAX_UINT64);
  return value;
}
