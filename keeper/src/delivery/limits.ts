/** How much evidence there can be of an hour. It follows from the chain alone, so that all honest oracles bound alike. */

/** Of one assignment. */
export type Limits = {
  readonly samples: number;
  /** Of all samples together, as JSON. */
  readonly bytes: number;
  readonly receipts: number;
  readonly challenges: number;
};

/** Of one assignment: some times what the agents of an honest provider and an honest nominee make. */
const MOST: Limits = { samples: 1_000, bytes: 16 * 2 ** 20, receipts: 400, challenges: 20 };
/**
 * Of all assignments of an hour together. A statement about so much has some 40 MB of JSON, and so fits in one answer;
 * all samples together are what an oracle's disk has to bear.
 */
const ALTOGETHER = { samples: 200_000, bytes: 2 ** 30, receipts: 80_000 };

/** @param slots Assignments of the hour. */
export function limitsOf(slots: number): Limits {
  return {
    samples: Math.min(MOST.samples, Math.floor(ALTOGETHER.samples / slots)),
    bytes: Math.min(MOST.bytes, Math.floor(ALTOGETHER.bytes / slots)),
    receipts: Math.min(MOST.receipts, Math.floor(ALTOGETHER.receipts / slots)),
    challenges: MOST.challenges,
  };
}
