/** Solutions of a contest, and why others were better, in words. */

/** A solution as it was brought. */
export interface BroughtSolution {
  readonly kind: "baseline" | "best" | "beaten";
  /** Quote units. */
  readonly welfare: bigint;
  /** Ticks: of its prices from the baseline's, more beyond the band; undefined where it was beaten when it came. */
  readonly distance: bigint | undefined;
}

/**
 * What made the best solution better than another one, in the order in which a contest ranks them: welfare, a baseline
 * that leaves a strip with a regret, prices nearer to the baseline's, then lower prices and earlier orders.
 *
 * @param amount quote units for people
 */
export function whyBeaten(
  { kind, welfare, distance }: BroughtSolution,
  best: BroughtSolution,
  amount: (units: bigint) => string,
): string {
  if (welfare < best.welfare) {
    const less = `${amount(best.welfare - welfare)} less welfare`;
    return kind === "beaten"
      ? `${less}, as its solver says: what is below the best so far is not verified.`
      : `${less}.`;
  }
  if (kind === "baseline") return "The same welfare, but it leaves a strip unfilled that would gain.";
  if (distance === undefined || best.distance === undefined) {
    return "The same welfare: prices nearer to the baseline's, lower ones, or earlier orders decided.";
  }
  if (distance > best.distance) {
    return `The same welfare, but prices further from the baseline's: ${distance} ticks in all instead of ${best.distance}.`;
  }
  return "The same welfare, as near to the baseline's prices: lower prices, or earlier orders, decided.";
}

/** By how much any other allocation can be better at most, as a sentence. */
export function boundInWords(percent: number, gap: string): string {
  if (percent === 0) return "No allocation can be better: its gap is 0.";
  if (percent === Number.POSITIVE_INFINITY) return `No allocation can have more than ${gap} of welfare.`;
  return `No allocation can be more than ${percent}% better.`;
}
