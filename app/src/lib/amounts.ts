/** Reading numbers that a person typed. */

/**
 * A decimal number as an integer of units; undefined where it is none, below zero, or finer than a unit.
 *
 * @param decimals Digits behind the point that a unit has.
 */
export function parseAmount(text: string, decimals: number): bigint | undefined {
  const [, whole = "", fraction = ""] = /^(\d{1,30})(?:\.(\d*))?$/.exec(text.trim().replaceAll(",", "")) ?? [];
  const digits = fraction.replace(/0+$/, "");
  if (whole === "" || digits.length > decimals) return undefined;
  return BigInt(whole + digits.padEnd(decimals, "0"));
}

/** A whole number of lots, 1 to 2^27 - 1; undefined for anything else. */
export function parseLots(text: string): number | undefined {
  if (!/^\d{1,9}$/.test(text.trim())) return undefined;
  const lots = Number(text);
  return lots >= 1 && lots < 2 ** 27 ? lots : undefined;
}
