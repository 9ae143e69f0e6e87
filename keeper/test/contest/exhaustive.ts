/** The reference: every price and every fill of a small contested auction, as the SDK's copy of the verifier sees them. */
import { type Contender, type ContestBook, contender, isBetter, verifySolution } from "@clearhour/sdk/contest";

/** The best solution there is. @param top Highest price to try, ticks. */
export function exhaustive(book: ContestBook, top: number): Contender {
  let best: Contender | undefined;
  const choices = book.records.map(({ block, lots, least }) => [0, ...range(block ? least : 1, lots)]);
  for (const prices of tuples(book.series.map((series) => (series === undefined ? [0] : range(0, top))))) {
    for (const filled of tuples(choices)) {
      const found = verified(book, { prices, filled });
      if (found !== undefined && (best === undefined || isBetter(book, found, best))) best = found;
    }
  }
  if (best === undefined) throw new Error("there is no solution");
  return best;
}

function verified(book: ContestBook, allocation: { prices: readonly number[]; filled: readonly number[] }) {
  try {
    return contender(allocation, verifySolution(book, allocation));
  } catch {
    return undefined;
  }
}

function* tuples(choices: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...rest] = choices;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const others of tuples(rest)) yield [one, ...others];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
