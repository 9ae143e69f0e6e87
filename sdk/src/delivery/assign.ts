/**
 * Which commitment serves which nomination: contracts/libraries/Circle.sol, for a whole series at once.
 *
 * The longer line (commitments where both are equal) is bent to a circle and turned by the shift: lot x of the shorter
 * line meets lot (x + shift) modulo its length of the longer one.
 */

/** An entry of a line: it takes the lots [end - lots, end). */
export type LineEntry = { readonly end: number; readonly lots: number };

/** A commitment and a nomination, by their indices, and the lots in which they meet. */
export type AssignedPair = { readonly commitment: number; readonly nomination: number; readonly lots: number };

/** Lots of an entry that were not assigned to anyone. */
export type Unassigned = { readonly index: number; readonly lots: number };

export type Assignments = {
  /** By commitment, then nomination. */
  readonly pairs: readonly AssignedPair[];
  /** Committed lots that met no nomination. */
  readonly idle: readonly Unassigned[];
  /** Nominated lots that met no commitment. */
  readonly unserved: readonly Unassigned[];
};

/**
 * All assignments of a series.
 *
 * @param shift Below the length of the longer line, or 0.
 */
export function assign(
  commitments: readonly LineEntry[],
  nominations: readonly LineEntry[],
  shift: number,
): Assignments {
  const committed = commitments.at(-1)?.end ?? 0;
  const nominated = nominations.at(-1)?.end ?? 0;
  const turnCommitments = committed >= nominated;
  const size = Math.max(committed, nominated);
  const [longer, shorter] = turnCommitments ? [commitments, nominations] : [nominations, commitments];
  const pairs: AssignedPair[] = [];
  for (const [i, long] of longer.entries()) {
    for (const [j, short] of shorter.entries()) {
      const lots = meet(size, shift, long, short);
      if (lots === 0) continue;
      const [commitment, nomination] = turnCommitments ? [i, j] : [j, i];
      pairs.push({ commitment, nomination, lots });
    }
  }
  pairs.sort((a, b) => a.commitment - b.commitment || a.nomination - b.nomination);
  return {
    pairs,
    idle: leftOver(commitments, pairs, "commitment"),
    unserved: leftOver(nominations, pairs, "nomination"),
  };
}

/** Lots in which an entry of the turned line meets one of the other. */
function meet(size: number, shift: number, long: LineEntry, short: LineEntry): number {
  const from = long.end - long.lots;
  const begin = from >= shift ? from - shift : from + size - shift;
  const end = begin + long.lots;
  const [a, b] = [short.end - short.lots, short.end];
  return common(begin, end, a, b) + (end > size ? common(0, end - size, a, b) : 0);
}

function common(a: number, b: number, c: number, d: number): number {
  return Math.max(0, Math.min(b, d) - Math.max(a, c));
}

function leftOver(
  entries: readonly LineEntry[],
  pairs: readonly AssignedPair[],
  side: "commitment" | "nomination",
): Unassigned[] {
  const left = entries.map(({ lots }, index) => ({ index, lots }));
  for (const pair of pairs) {
    const entry = left[pair[side]];
    if (entry) entry.lots -= pair.lots;
  }
  return left.filter(({ lots }) => lots > 0);
}
