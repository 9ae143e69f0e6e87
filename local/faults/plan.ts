/** Which faults a campaign has, in which order and for how long. Pure: the same seed gives the same plan. */
import type { Random } from "../market/random.ts";

/** Keepers side by side. */
export const SOLVERS = 2;
/** How long a fault lasts, in hours of chain time. */
const SHORTEST = 0.2;
const LONGEST = 1.2;

export type Fault =
  /** Keepers end at once, as in a crash, and are started again. */
  | { readonly kind: "keeperKilled" | "keeperCut" | "keeperHung"; readonly keepers: readonly number[] }
  | { readonly kind: "graphNodeKilled" | "graphNodeCut" | "miningStalled" }
  /** The last blocks are replaced, and what they held is lost. */
  | { readonly kind: "reorg"; readonly depth: number };

export interface PlannedFault {
  readonly fault: Fault;
  /** Hours of chain time after the hour begins. */
  readonly at: number;
  /** Hours of chain time until it is over; nothing for a reorg. */
  readonly hours: number;
}

const KINDS = [
  "keeperKilled",
  "keeperCut",
  "graphNodeKilled",
  "keeperHung",
  "miningStalled",
  "graphNodeCut",
] as const satisfies readonly Fault["kind"][];

/** Every kind equally often, in an order by chance, with the reorgs between them. */
export function planFaults(random: Random, faults: number, reorgs: number, depth: number): PlannedFault[] {
  const events: Fault[] = Array.from({ length: faults }, (_, i) => {
    const kind = KINDS[i % KINDS.length] ?? "keeperKilled";
    if (kind === "keeperKilled" || kind === "keeperCut" || kind === "keeperHung") {
      return { kind, keepers: hitKeepers(random) };
    }
    return { kind };
  });
  for (let i = 0; i < reorgs; i++) events.push({ kind: "reorg", depth });
  return shuffled(events, random).map((fault) => ({
    fault,
    at: random(),
    hours: fault.kind === "reorg" ? 0 : SHORTEST + random() * (LONGEST - SHORTEST),
  }));
}

/** One of them, or, as often, all. */
function hitKeepers(random: Random): number[] {
  const one = Math.floor(random() * SOLVERS * 2);
  return one < SOLVERS ? [one] : Array.from({ length: SOLVERS }, (_, i) => i);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
