/** Which faults a campaign has, in which order and for how long. Pure: the same seed gives the same plan. */
import { SOLVERS } from "../keepers.ts";
import type { Random } from "../market/random.ts";

/** Parts of which a fault can hit some, and how many of each run side by side. */
export const PARTS = { solver: SOLVERS, oracle: 4, provider: 3 } as const;
/** What can happen to a part: it ends at once as in a crash, it is cut off, or nothing that it asks is answered. */
export type Harm = "kill" | "cut" | "hang";
type Part = keyof typeof PARTS;

/** How long a fault lasts, in hours of chain time. */
const SHORTEST = 0.2;
const LONGEST = 1.2;
/** How long after the one before it begins at the latest, in hours of chain time. */
const LATEST = 0.6;

const PART_FAULTS = {
  oracleKilled: { part: "oracle", harm: "kill" },
  /** Between commitment and reveal. */
  committedKilled: { part: "solver", harm: "kill" },
  keeperKilled: { part: "solver", harm: "kill" },
  oracleCut: { part: "oracle", harm: "cut" },
  keeperCut: { part: "solver", harm: "cut" },
  providerKilled: { part: "provider", harm: "kill" },
  keeperHung: { part: "solver", harm: "hang" },
  providerCut: { part: "provider", harm: "cut" },
} as const satisfies Record<string, { readonly part: Part; readonly harm: Harm }>;

const KINDS = [
  ...(Object.keys(PART_FAULTS) as (keyof typeof PART_FAULTS)[]),
  "graphNodeKilled",
  "miningStalled",
  "graphNodeCut",
] as const;

export type Fault =
  | {
      readonly kind: keyof typeof PART_FAULTS;
      readonly part: Part;
      readonly harm: Harm;
      /** Which of them, from 0. */
      readonly hit: readonly number[];
    }
  | { readonly kind: "graphNodeKilled" | "graphNodeCut" | "miningStalled" }
  /** The last blocks are replaced, and what they held is lost. */
  | { readonly kind: "reorg"; readonly depth: number };

export interface PlannedFault {
  readonly fault: Fault;
  /** Hours of chain time after the one before is over. */
  readonly at: number;
  /** Hours of chain time until it is over; nothing for a reorg. */
  readonly hours: number;
}

/** Every kind equally often, in an order by chance, with the reorgs between them. */
export function planFaults(random: Random, faults: number, reorgs: number, depth: number): PlannedFault[] {
  const events: Fault[] = Array.from({ length: faults }, (_, i) => {
    const kind = KINDS[i % KINDS.length] ?? "oracleKilled";
    if (!(kind in PART_FAULTS)) return { kind } as Fault;
    const name = kind as keyof typeof PART_FAULTS;
    const { harm, part } = PART_FAULTS[name];
    return { kind: name, part, harm, hit: someOf(PARTS[part], random) };
  });
  for (let i = 0; i < reorgs; i++) events.push({ kind: "reorg", depth });
  return shuffled(events, random).map((fault) => ({
    fault,
    at: random() * LATEST,
    hours: hoursOf(fault, random()),
  }));
}

function hoursOf({ kind }: Fault, share: number): number {
  if (kind === "reorg") return 0;
  // Back before its contest ends, it reveals what it had committed to.
  return kind === "committedKilled" ? SHORTEST : SHORTEST + share * (LONGEST - SHORTEST);
}

/** Whether nobody can clear meanwhile, or what was cleared may be undone. */
export function stopsClearing(fault: Fault): boolean {
  if ("part" in fault) return fault.part === "solver" && fault.hit.length === PARTS.solver;
  return fault.kind === "miningStalled" || fault.kind === "reorg";
}

/** One of so many, or, as often, two. */
function someOf(count: number, random: Random): number[] {
  const first = Math.floor(random() * count);
  if (random() < 0.5) return [first];
  const second = (first + 1 + Math.floor(random() * (count - 1))) % count;
  return [first, second].sort((a, b) => a - b);
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  return items
    .map((item) => ({ item, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}
