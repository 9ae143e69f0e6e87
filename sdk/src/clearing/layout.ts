import { BaseError } from "../errors/base.ts";

/** A value does not fit its field of a packed word, or a word is not what it is read as. */
export class InvalidWordError extends BaseError {
  override name = "InvalidWordError";
}

/** Where the fields of a packed word stand. */
export type Layout<T> = readonly (readonly [field: keyof T & string, at: bigint, bits: bigint])[];

/**
 * Packs a word.
 *
 * @throws {InvalidWordError} when a value does not fit its field
 */
export function pack<T extends object>(layout: Layout<T>, values: T): bigint {
  let word = 0n;
  for (const [field, at, size] of layout) word |= bits(field, values[field] as number | bigint, size) << at;
  return word;
}

/** The fields of a word. */
export function unpack<T>(layout: Layout<T>, word: bigint): { [F in keyof T]: bigint } {
  const fields = layout.map(([field, at, size]) => [field, (word >> at) & ((1n << size) - 1n)] as const);
  return Object.fromEntries(fields) as { [F in keyof T]: bigint };
}

/**
 * A value as an integer of so many bits.
 *
 * @throws {InvalidWordError} when it is none
 */
export function bits(field: string, value: number | bigint, size: bigint): bigint {
  if (typeof value === "number" && !Number.isSafeInteger(value)) {
    throw new InvalidWordError(`${field} ${value} is no integer.`);
  }
  const integer = BigInt(value);
  if (integer < 0n || integer >> size !== 0n)
    throw new InvalidWordError(`${field} ${value} does not fit ${size} bits.`);
  return integer;
}
