/** What to do in a contest, in the chain's time. */
import type { Hex } from "viem";
import { spread } from "../runtime/random.ts";
import type { Self } from "../solve/timing.ts";
import { clearSpan, type Span, within } from "../solve/timing.ts";

/** When the phases of a contest begin, unix seconds. */
export interface Phases {
  /** Orders are closed: the baseline can be brought, solutions are committed to. */
  readonly close: bigint;
  /** Solutions are revealed. */
  readonly half: bigint;
  /** The best one is final. */
  readonly deadline: bigint;
}

/** Where a contest stands for a keeper. */
export interface Standing extends Phases {
  readonly auction: bigint;
  /** The best solution so far; `undefined` without a baseline. */
  readonly incumbent: { readonly isOwn: boolean; readonly isConcluded: boolean } | undefined;
  /** What the keeper is committed to on the chain, if anything. */
  readonly commitment: Hex | undefined;
  /** Whether the keeper has what it is committed to. */
  readonly isRevealable: boolean;
  /** Whether the keeper has found something that is better than what it is committed to, or than the baseline. */
  readonly hasBetter: boolean;
  readonly isSearching: boolean;
}

export type Step = "baseline" | "commit" | "reveal" | "conclude";

/** Seconds after the deadline in which somebody concludes; then the keeper leaves it to who wants the reward. */
export const CONCLUDING = 7n * 86_400n;

export function phasesOf({ close, deadline }: Pick<Phases, "close" | "deadline">): Phases {
  return { close, half: deadline - (deadline - close) / 2n, deadline };
}

/** When a search is over in any case, so that its result is committed to in time: after three quarters of the phase. */
export function searchEnd({ close, half }: Phases): bigint {
  return half - (half - close) / 4n;
}

/** What is due, the first thing first. */
export function decideSteps(now: bigint, self: Self, standing: Standing): Step[] {
  const steps: Step[] = [];
  const { half, deadline, incumbent, commitment } = standing;
  if (incumbent === undefined && within(baselineSpan(self, standing), now)) steps.push("baseline");
  if (now < half && standing.hasBetter && (!standing.isSearching || now >= searchEnd(standing))) steps.push("commit");
  // One that is beaten is revealed, too: that brings its deposit back.
  const revealing = {
    from: half + spread((deadline - half) / 4n, self.address, String(standing.auction)),
    to: deadline,
  };
  if (incumbent && commitment && standing.isRevealable && within(revealing, now)) steps.push("reveal");
  if (incumbent && !incumbent.isConcluded && within(concludeSpan(self, standing, incumbent), now)) {
    steps.push("conclude");
  }
  return steps;
}

/** Without a baseline no solution is revealed, so nobody waits for it until the second half. */
function baselineSpan(self: Self, { auction, close, half, deadline }: Standing): Span {
  return { ...clearSpan(self, auction, { from: close, to: half }), to: deadline };
}

/** The reward is the solver's: it concludes at once, others after a quarter of the solving time. */
function concludeSpan(
  self: Self,
  { auction, close, deadline }: Standing,
  { isOwn }: NonNullable<Standing["incumbent"]>,
): Span {
  const wait = (deadline - close) / 4n;
  const delay = isOwn ? 0n : wait + spread(wait, self.address, String(auction));
  return { from: deadline + delay, to: deadline + CONCLUDING };
}
