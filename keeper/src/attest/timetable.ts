/** When an oracle does what, in ms of chain time; pure. */
import type { HourFacts } from "../delivery/facts.ts";

/**
 * An hour from S to E, whose root is due at D:
 *
 *   S - slot ... E      challenges, one in each slot, at random times
 *   collect             the endpoints have had time for their last samples: fetch what is left of them
 *   testify             the statement is made, complete or not
 *   settle              a quorum of statements is enough from now on; before, all of them
 *   due                 D
 */
export type Timetable = {
  readonly from: number;
  readonly end: number;
  readonly collect: number;
  readonly testify: number;
  readonly settle: number;
  readonly due: number;
  /** Nothing of the hour can be disputed, decided or settled any more. */
  readonly over: number;
};

export function timetableOf({ end, product, start }: HourFacts): Timetable {
  const { challengeWindow, decisionWindow, rootDue } = product.terms.delivery;
  const { rules } = product;
  const due = end + rootDue * 1000;
  const collect = end + Math.min(rules.terms.maxGapMs, Math.floor((due - end) / 4));
  const left = due - collect;
  return {
    from: start - rules.slotMs,
    end,
    collect,
    testify: collect + Math.floor(left / 4),
    settle: collect + Math.floor(left / 2),
    due,
    over: due + 1000 * (3 * challengeWindow + 2 * decisionWindow),
  };
}

/**
 * Random times for challenges: one in each slot that lies, at least in part, after `now`.
 *
 * @param known Times of challenges made before: their slots have theirs.
 * @param random Unpredictable numbers from 0 to below 1.
 */
export function planChallenges(
  hour: HourFacts,
  now: number,
  known: readonly number[],
  random: () => number,
): readonly number[] {
  const { slotMs } = hour.product.rules;
  const first = hour.start - slotMs;
  const slots = Math.ceil((hour.end - first) / slotMs);
  const done = new Set(known.map((at) => Math.floor((at - 1 - first) / slotMs)));
  return Array.from({ length: slots }, (_, i) => i).flatMap((i) => {
    const from = Math.max(first + i * slotMs, now);
    const to = Math.min(first + (i + 1) * slotMs, hour.end);
    return done.has(i) || from >= to ? [] : [from + 1 + Math.floor(random() * (to - from - 1))];
  });
}
