import type { Random } from "./random.ts";

/** How waiting grows from failure to failure. Any unit. */
export interface BackoffLimits {
  readonly first: number;
  readonly most: number;
}

/** The wait after `failures` (at least 1) in a row: doubled each time up to the most, between half and all of that. */
export function backoff(failures: number, { first, most }: BackoffLimits, random: Random): number {
  const full = Math.min(most, first * 2 ** (failures - 1));
  return Math.ceil(full * (0.5 + random() / 2));
}
