/** Where a nomination is on its way to being settled. Pure. */
export type Progress = "waiting" | "assigning" | "assigned" | "delivering" | "metering" | "settled" | "unmatched";

export const PROGRESS_WORDS: Readonly<Record<Progress, readonly [words: string, look: string]>> = {
  waiting: ["Gate still open", ""],
  assigning: ["Being assigned", ""],
  assigned: ["Assigned", ""],
  delivering: ["Delivering now", "good"],
  metering: ["Waits for its reading", "warn"],
  settled: ["Settled", "good"],
  unmatched: ["No provider came", "bad"],
};

export interface NominationFacts {
  /** Unix seconds. */
  readonly closesAt: bigint;
  readonly start: bigint;
  readonly end: bigint;
  /** Whether each of its assignments is settled. */
  readonly assignments: readonly { readonly settled: boolean }[];
}

/** @param now Chain time, unix seconds. */
export function progressOf({ assignments, closesAt, end, start }: NominationFacts, now: bigint): Progress {
  if (now < closesAt) return "waiting";
  if (assignments.length === 0) return now < end ? "assigning" : "unmatched";
  if (assignments.every(({ settled }) => settled)) return "settled";
  if (now < start) return "assigned";
  return now < end ? "delivering" : "metering";
}
