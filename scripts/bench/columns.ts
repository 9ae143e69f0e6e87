/** The plain way to clear a book without blocks: one linear program with a column for every order. */
import type { Book } from "../../keeper/src/clearing/book.ts";
import { INFINITE, Program } from "../../keeper/src/clearing/highs.ts";

/** More seconds than it takes. */
const PATIENCE = 3_600;

/** @returns the welfare that it finds and the milliseconds that it takes */
export function clearByColumns({ series, hourly, combinations }: Book): {
  readonly welfare: number;
  readonly ms: number;
} {
  const from = performance.now();
  const entries = series.map(() => ({ columns: [] as number[], coefficients: [] as number[] }));
  const orders = [
    ...hourly.map(({ series: own, side, price, lots }) => ({
      side,
      value: price,
      units: lots,
      legs: [{ series: own, lots: 1 }],
    })),
    ...combinations,
  ];
  const columns = orders.map(({ side, value, units, legs }, column) => {
    const sign = side === "buy" ? 1 : -1;
    for (const leg of legs) {
      entries[leg.series]?.columns.push(column);
      entries[leg.series]?.coefficients.push(sign * leg.lots);
    }
    return { cost: sign * value, lower: 0, upper: units, isInteger: false };
  });
  // Bought at most what is sold: the rest is disposed of.
  const rows = entries.map((entry) => ({ lower: -INFINITE, upper: 0, ...entry }));
  const solved = Program.run("maximize", columns, rows, PATIENCE);
  if (solved === undefined || solved === "late") throw new Error("the linear program has no solution");
  return { welfare: Math.round(solved.objective), ms: performance.now() - from };
}
