/** How much evidence there can be of an hour. It follows from the chain alone, so that all honest oracles bound alike. */

/** Of one assignment. */
export type Limits = {
  readonly samples: number;
  /** Of all samples together, as JSON. One has a quarter of them at most. */
  readonly bytes: number;
  readonly receipts: number;
  readonly challenges: number;
};

const MIB = 2 ** 20;
/** Of one assignment: some times what the agents of an honest provider and an honest nominee make. */
const MOST: Limits = { samples: 1_000, bytes: 16 * MIB, receipts: 400, challenges: 20 };
/** What an assignment can always have, however many there are: as much as those agents make. */
const LEAST = { samples: 100, bytes: 4 * MIB, receipts: 80 } as const;
/** Of all assignments of an hour together, while there are few enough for each to have its least. */
const ALTOGETHER = { samples: 200_000, bytes: 1_024 * MIB, receipts: 80_000 } as const;

/** How many samples a peer is asked for at once. */
export const SAMPLES_AT_ONCE = 8;

/** @param slots Assignments of the hour. */
export function limitsOf(slots: number): Limits {
  const share = (kind: keyof typeof LEAST) =>
    Math.max(LEAST[kind], Math.min(MOST[kind], Math.floor(ALTOGETHER[kind] / slots)));
  return {
    samples: share("samples"),
    bytes: share("bytes"),
    receipts: share("receipts"),
    challenges: MOST.challenges,
  };
}

/** Bytes of a statement that says all it can, as JSON. */
export function largestStatement(slots: number): number {
  const { challenges, receipts, samples } = limitsOf(slots);
  return 1_000 + slots * (200 + 70 * samples + 350 * receipts + 260 * challenges);
}
