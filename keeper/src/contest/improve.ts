/** Looks for better and better allocations of a contested auction, for as long as it may. */
import type { Allocation, ContestBook } from "@clearhour/sdk/contest";
import { clear } from "../clearing/clear.ts";
import { type Answer, allocationOf, type Problem, problemsOf } from "./problem.ts";

/** How a search ended. */
export interface Improved {
  /** Whether it is proved that nothing that keeps the rules has more welfare, within HiGHS's tolerances. */
  readonly isOptimal: boolean;
  /** What ended the search of a product early. */
  readonly failure: Error | undefined;
}

/**
 * @param seconds How long to look, once there is a first allocation, which takes its time: the one without any block.
 * @param progress Told of each allocation that is better than those before.
 */
export function improve(book: ContestBook, seconds: number, progress: (found: Allocation) => void): Improved {
  const until = performance.now() + seconds * 1_000;
  const problems = problemsOf(book);
  const answers: Answer[] = problems.map(({ book, goal }) => clear(book, 0, { goal }));
  const tell = () => progress(allocationOf(book, problems, answers));
  tell();
  const open = problems.flatMap((problem, i) => (hasBlocks(problem) ? [i] : []));
  let isOptimal = true;
  let failure: Error | undefined;
  for (const [done, i] of open.entries()) {
    const { book, goal } = problems[i] as Problem;
    const left = Math.max(0, until - performance.now()) / 1_000;
    const cleared = clear(book, left / (open.length - done), {
      goal,
      progress(found) {
        answers[i] = found;
        tell();
      },
    });
    answers[i] = cleared;
    tell();
    isOptimal &&= cleared.isOptimal;
    failure ??= cleared.failure;
  }
  return { isOptimal, failure };
}

function hasBlocks({ book }: Problem): boolean {
  return book.combinations.some(({ kind }) => kind === "block");
}
