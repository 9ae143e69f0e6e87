import { formatUnits } from "viem";

/** A decimal number as money is written: digits, perhaps a point and more digits. No sign, no exponent. */
const DECIMAL = /^(0|[1-9]\d{0,77})(?:\.(\d{1,77}))?$/;

/** What a decimal text says in units of 10^-`decimals`, or why it says nothing exact. */
export type Exact = { units: bigint } | { problem: string };

/**
 * Reads a decimal text exactly: nothing is rounded. Zeros beyond the last place are allowed, other digits are not.
 *
 * @param text such as "0.01"; no sign, exponent, separator or space
 * @param decimals places that the unit has, 0 to 77
 */
export function parseDecimal(text: string, decimals: number): Exact {
  const match = DECIMAL.exec(text);
  if (!match) return { problem: `${JSON.stringify(text.slice(0, 40))} is not a plain decimal number` };
  const [, whole = "", places = ""] = match;
  if (/[1-9]/.test(places.slice(decimals))) return { problem: `${text} has more than ${decimals} decimal places` };
  return { units: BigInt(whole + places.slice(0, decimals).padEnd(decimals, "0")) };
}

/** The shortest decimal text of `units` x 10^-`decimals`; {@link parseDecimal} reads it back. */
export function formatDecimal(units: bigint, decimals: number): string {
  return formatUnits(units, decimals);
}
