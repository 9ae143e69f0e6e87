/**
 * By how much any other allocation can be better at most, percent of the welfare: proved by the gap, and rounded up to
 * hundredths, so that it holds as it is written. 0 for an optimum, `Infinity` where nothing was traded but might be.
 *
 * @param certificate quote units
 */
export function atMostBetter({ welfare, gap }: { readonly welfare: bigint; readonly gap: bigint }): number {
  if (gap === 0n) return 0;
  if (welfare <= 0n) return Number.POSITIVE_INFINITY;
  return Number((gap * 10_000n + welfare - 1n) / welfare) / 100;
}
