/** Where an auction stands, for people. */
import type { AuctionState } from "@clearhour/sdk";

/** As the chain has it; with strips or blocks, clearing has two halves. */
export type Stage = Exclude<AuctionState, "solve"> | "clear" | "commit" | "reveal";

export interface AuctionFacts {
  readonly state: AuctionState;
  /** Unix seconds. */
  readonly open: bigint;
  /** Unix seconds. */
  readonly close: bigint;
  /** When solvers reveal and no longer commit, unix seconds. */
  readonly revealFrom: bigint;
  /** Unix seconds. */
  readonly deadline: bigint;
  /** Whether it has strips or blocks. */
  readonly contested: boolean;
}

export function stageOf({ contested, revealFrom, state }: AuctionFacts, now: bigint): Stage {
  if (state !== "solve") return state;
  if (!contested) return "clear";
  return now < revealFrom ? "commit" : "reveal";
}

interface StageWords {
  readonly words: string;
  /** How it is shown. */
  readonly look: string;
  /** Until when it lasts, or what an end means. */
  readonly what: string;
}

export const STAGE_WORDS: Readonly<Record<Stage, StageWords>> = {
  notOpen: { words: "Not open yet", look: "", what: "until it opens" },
  collect: { words: "Takes orders", look: "good", what: "until it closes" },
  clear: { words: "Is being cleared", look: "warn", what: "until it is final, or void without a result" },
  commit: { words: "Solvers commit", look: "warn", what: "until they reveal; nobody sees a solution before" },
  reveal: { words: "Solvers reveal", look: "warn", what: "until the best solution is final" },
  final: { words: "Final", look: "good", what: "Its result stands for ever" },
  void: { words: "Void", look: "bad", what: "Nobody cleared it in time: every order gets everything back" },
};

/** When a stage ends, unix seconds; undefined for an end. */
export function endOf(stage: Stage, { close, deadline, open, revealFrom }: AuctionFacts): bigint | undefined {
  switch (stage) {
    case "notOpen":
      return open;
    case "collect":
      return close;
    case "commit":
      return revealFrom;
    case "clear":
    case "reveal":
      return deadline;
    case "final":
    case "void":
      return undefined;
  }
}
