/** Numbers as metrics pages write them, and their exact integers. */

const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/;
const SPECIAL = /^([+-]?)(nan|inf|infinity)$/i;

/** No quantity that is metered needs more digits: a larger exponent is an attack, not a value. */
const MOST_DIGITS = 40;

/** True for a plain or scientific decimal. Hexadecimal, octal, binary and underscores are not. */
export function isDecimal(text: string): boolean {
  const match = DECIMAL.exec(text);
  // The dot may lack digits on one side, not on both, and `.5` is a number but `.` is none.
  return match !== null && `${match[2]}${match[3] ?? ""}` !== "";
}

/**
 * A number as both page formats write it: a decimal, `NaN`, `Inf` or `Infinity`.
 *
 * @returns undefined when the text is not a number.
 */
export function parseNumber(text: string): number | undefined {
  if (isDecimal(text)) return Number(text);
  const word = SPECIAL.exec(text);
  if (!word) return undefined;
  if (word[2]?.toLowerCase() === "nan") return word[1] === "" ? Number.NaN : undefined;
  return word[1] === "-" ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
}

/**
 * The exact integer `text * 10^decimals`, digits beyond it rounded half away from zero.
 * `parseScaled("52.636", 6)` is 52636000n. No double is involved.
 *
 * @param text A decimal as a page writes it.
 * @param decimals How many digits after the point to keep, 0 or more.
 * @returns undefined when the text is not a decimal or would have more than 40 digits.
 */
export function parseScaled(text: string, decimals: number): bigint | undefined {
  const match = DECIMAL.exec(text);
  if (!match || !isDecimal(text)) return undefined;
  const fraction = match[3] ?? "";
  const digits = `${match[2]}${fraction}`.replace(/^0+(?=\d)/, "");
  const shift = Number(match[4] ?? 0) - fraction.length + decimals;
  if (digits === "0") return 0n;
  if (digits.length + shift > MOST_DIGITS) return undefined;
  let magnitude: bigint;
  if (shift >= 0) magnitude = BigInt(digits) * 10n ** BigInt(shift);
  else {
    // What lies more than one digit below the last kept one cannot round up to it.
    const kept = digits.slice(0, Math.max(0, digits.length + shift));
    const next = digits.length + shift < 0 ? "0" : (digits[digits.length + shift] as string);
    magnitude = BigInt(kept || "0") + (next >= "5" ? 1n : 0n);
  }
  return match[1] === "-" ? -magnitude : magnitude;
}

/**
 * `numerator / denominator`, rounded to the nearest integer, halves up.
 *
 * @param numerator 0 or more.
 * @param denominator More than 0.
 */
export function divideRounded(numerator: bigint, denominator: bigint): bigint {
  return (2n * numerator + denominator) / (2n * denominator);
}
