/** How many cores a job may have. Pure. */
import { MOST_THREADS } from "@clearhour/sdk/jobs";
import { formatLots, lotsInWords } from "../lib/format.ts";

/** What one provider serves. */
export interface Bought {
  readonly lots: number;
  /** Of a lot: its spec's. */
  readonly cpuCores: number;
}

/** The most cores that the provider accepts an order for. */
export function mostCores({ lots, cpuCores }: Bought): number {
  return Math.min(lots * cpuCores, MOST_THREADS);
}

/** Which numbers of cores may be ordered, and why. */
export function coresInWords(bought: Bought): string {
  const { lots, cpuCores } = bought;
  const [most, all] = [mostCores(bought), lots * cpuCores];
  const range = most === 1 ? "1 core" : `1 to ${formatLots(most)} cores`;
  const cores = all === 1 ? "1 was" : `${formatLots(all)} were`;
  const each = lots === 1 ? lotsInWords(lots) : `${lotsInWords(lots)} of ${formatLots(cpuCores)}`;
  return `${range}: ${cores} bought (${each})${all > most ? `, and a job has ${most} at most` : ""}.`;
}
