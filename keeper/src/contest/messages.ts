/** What the keeper and the thread that searches for it say to each other. */
import type { Allocation, ContestBook, Figures } from "@clearhour/sdk/contest";

/** To the thread. */
export type SearchTask = {
  readonly book: ContestBook;
  /** How long to look. */
  readonly seconds: number;
};

/** An allocation that the verifier accepts, and what it comes to. */
export type Candidate = {
  readonly allocation: Allocation;
  readonly figures: Figures;
};

/** From the thread. */
export type FromSearch =
  /** Better than the baseline, and than all before. */
  | { readonly kind: "found"; readonly candidate: Candidate }
  /** The keeper's copy of the verifier refuses an allocation. */
  | { readonly kind: "refused"; readonly reason: string }
  | { readonly kind: "ended"; readonly isOptimal: boolean; readonly failure: string | undefined };
