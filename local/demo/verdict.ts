/** Whether a day was what it has to be. */
import type { Event } from "./events.ts";
import type { Figures } from "./figures.ts";

/** What the demonstration prints. */
export type Line = Figures & {
  /** Things in which the subgraph and the chain do not agree. */
  readonly subgraphDiffs: number;
  readonly seconds: number;
};

/** @returns What is missing or out of balance, in words; nothing where all is well. */
export function problemsOf(events: readonly Event[], line: Line): string[] {
  const { ledgerSum, positionsNet, subgraphDiffs, tokenBalance } = line;
  return [
    events.filter(({ found }) => found === undefined).map(({ name }) => `missing: ${name}`),
    ledgerSum === tokenBalance ? [] : `the ledger's accounts sum up to ${ledgerSum}, it holds ${tokenBalance}`,
    positionsNet === 0 ? [] : `positions are ${positionsNet} lots out of balance`,
    subgraphDiffs === 0 ? [] : `the subgraph differs from the chain in ${subgraphDiffs} places`,
  ].flat();
}
