import type { Allocation, ContestBook, Figures } from "./types.ts";

/** A verified solution, or the baseline, as a contest ranks it. */
export interface Contender extends Allocation {
  /** Quote units. */
  readonly welfare: bigint;
  /** Ticks. */
  readonly distance: number;
  /** Whether no strip is left with a regret; only a baseline can lack that. */
  readonly exact: boolean;
}

/** What a contest ranks of an allocation with these figures. */
export function contender({ prices, filled }: Allocation, { welfare, distance, stripGap }: Figures): Contender {
  return { prices, filled, welfare, distance, exact: stripGap === 0n };
}

/**
 * Whether a solution replaces the incumbent, in the order of `Contest.reveal`: more welfare; then none against one that
 * leaves a strip with a regret; then prices nearer those of the clearing without strips and blocks; then lower prices,
 * and earlier orders, lexicographically.
 */
export function isBetter(
  { records }: Pick<ContestBook, "records">,
  solution: Contender,
  incumbent: Contender,
): boolean {
  if (solution.welfare !== incumbent.welfare) return solution.welfare > incumbent.welfare;
  if (!incumbent.exact) return true;
  if (solution.distance !== incumbent.distance) return solution.distance < incumbent.distance;
  for (const [i, price] of solution.prices.entries()) {
    const other = incumbent.prices[i] ?? 0;
    if (price !== other) return price < other;
  }
  return precede(fillsOf(records, solution.filled), fillsOf(records, incumbent.filled));
}

interface Fills {
  readonly full: readonly boolean[];
  /** Index and lots of those filled in part. */
  readonly partial: readonly (readonly [index: number, lots: number])[];
}

function fillsOf(records: ContestBook["records"], filled: readonly number[]): Fills {
  const full = records.map(({ lots }, i) => filled[i] === lots);
  const partial = [...filled.entries()].filter(([i, lots]) => lots > 0 && !full[i]);
  return { full, partial };
}

/** An earlier order filled in full; where the same ones are, an earlier one filled in part, or by more. */
function precede(own: Fills, other: Fills): boolean {
  const first = own.full.findIndex((full, i) => full !== other.full[i]);
  if (first >= 0) return own.full[first] === true;
  for (let i = 0; i < Math.max(own.partial.length, other.partial.length); i++) {
    const [a, b] = [own.partial[i], other.partial[i]];
    if (a === undefined || b === undefined) return a !== undefined;
    if (a[0] !== b[0]) return a[0] < b[0];
    if (a[1] !== b[1]) return a[1] > b[1];
  }
  return false;
}
