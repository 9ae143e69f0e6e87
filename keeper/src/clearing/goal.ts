/** Which prices to take where many keep the rules: those nearest to given ones, then the lowest, series by series. */
import { type Column, INFINITE, Program, type Row } from "./highs.ts";

const BEYOND = 256;

export interface Band {
  readonly bottom: number;
  readonly top: number;
}

export interface Goal {
  /** Prices to be near to, one a series. */
  readonly targets: readonly number[];
  /** Prices to stay between, one pair a series: beyond them each unit counts 256 more. */
  readonly bands: readonly Band[];
  /** The highest price that there can be. */
  readonly highest: number;
}

/** How far prices are from the targets, in all. */
function distanceOf({ targets, bands }: Goal, prices: readonly number[]): number {
  return prices.reduce((sum, price, series) => {
    const { bottom, top } = bands[series] as Band;
    const beyond = Math.max(0, bottom - price, price - top);
    return sum + Math.abs(price - (targets[series] as number)) + BEYOND * beyond;
  }, 0);
}

/** Whether some prices serve a goal better than others. */
export function servesBetter(goal: Goal, prices: readonly number[], others: readonly number[]): boolean {
  const nearer = distanceOf(goal, others) - distanceOf(goal, prices);
  if (nearer !== 0) return nearer > 0;
  const at = prices.findIndex((price, series) => price !== others[series]);
  return at !== -1 && (prices[at] as number) < (others[at] as number);
}

/** Whole prices between bounds that keep rows, and what they are to be near to. */
export interface Nearness {
  readonly prices: readonly Column[];
  readonly rows: readonly Row[];
  /** Of each price. */
  readonly targets: readonly number[];
  readonly bands: readonly Band[];
}

/**
 * @param isLowest Whether the lowest are to be found of those that are equally near, and not just any.
 * @returns `undefined` where no prices keep the rows, "late" where none were found in time.
 */
export function nearest({ prices, rows, targets, bands }: Nearness, seconds: number, isLowest: boolean) {
  const until = performance.now() + seconds * 1_000;
  // Of each price how far it is from its target, then of each how far beyond its band.
  const distances = [1, BEYOND].flatMap((cost) =>
    prices.map((): Column => ({ cost, lower: 0, upper: INFINITE, isInteger: false })),
  );
  const between = (price: number, distance: number, bottom: number, top: number): Row[] => [
    { lower: bottom, upper: INFINITE, columns: [price, distance], coefficients: [1, 1] },
    { lower: -INFINITE, upper: top, columns: [price, distance], coefficients: [1, -1] },
  ];
  const measured = [
    ...targets.flatMap((target, price) => between(price, prices.length + price, target, target)),
    ...bands.flatMap(({ bottom, top }, price) => between(price, 2 * prices.length + price, bottom, top)),
  ];
  const first = Program.run("minimize", [...prices, ...distances], [...rows, ...measured], seconds);
  if (first === undefined || first === "late") return first;
  let found = wholeOf(first.columns, prices.length);
  if (!isLowest) return found;

  const free = [...prices, ...distances].map((column) => ({ ...column, cost: 0 }));
  const noFarther: Row = {
    lower: -INFINITE,
    // Distances of whole prices are whole.
    upper: Math.round(first.objective) + 0.5,
    columns: distances.map((_, price) => prices.length + price),
    coefficients: distances.map(({ cost }) => cost),
  };
  const all = [...rows, ...measured, noFarther];
  for (const price of prices.keys()) {
    const left = (until - performance.now()) / 1_000;
    if (left <= 0) return found;
    const columns = free.map((column, i): Column => {
      if (i === price) return { ...column, cost: 1, upper: found[i] as number };
      return i < price ? { ...column, lower: found[i] as number, upper: found[i] as number } : column;
    });
    const lower = Program.run("minimize", columns, all, left);
    if (lower === undefined || lower === "late") return found;
    found = wholeOf(lower.columns, prices.length);
  }
  return found;
}

function wholeOf(columns: Float64Array, count: number): number[] {
  return Array.from(columns.subarray(0, count), Math.round);
}
