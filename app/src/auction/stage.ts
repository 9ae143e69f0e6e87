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

export interface StageWords {
  readonly words: string;
  /** How it is shown. */
  readonly look: string;
  readonly what: string;
  /** When it ends, unix seconds; undefined for an end. */
  readonly until: bigint | undefined;
}

export function stageWords(stage: Stage, { close, deadline, open, revealFrom }: AuctionFacts): StageWords {
  switch (stage) {
    case "notOpen":
      return { words: "Not open yet", look: "", what: "until it opens", until: open };
    case "collect":
      return { words: "Takes orders", look: "good", what: "until it closes", until: close };
    case "clear":
      return { words: "Is being cleared", look: "warn", what: "until it is void unless cleared", until: deadline };
    case "commit":
      return {
        words: "Solvers commit",
        look: "warn",
        what: "until they reveal; nobody sees a solution before",
        until: revealFrom,
      };
    case "reveal":
      return { words: "Solvers reveal", look: "warn", what: "until the best solution is final", until: deadline };
    case "final":
      return { words: "Final", look: "good", what: "Its result stands for ever", until: undefined };
    case "void":
      return {
        words: "Void",
        look: "bad",
        what: "Nobody cleared it in time: every order gets everything back",
        until: undefined,
      };
  }
}
