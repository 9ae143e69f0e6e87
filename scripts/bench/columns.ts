/** The most welfare of a book without blocks: by one linear program with a column for every order, and by the engine. */
import type { Book } from "../../keeper/src/clearing/book.ts";
import { type Curve, curvesOf } from "../../keeper/src/clearing/curve.ts";
import { INFINITE, Program } from "../../keeper/src/clearing/highs.ts";
import { Strips } from "../../keeper/src/clearing/strips.ts";
import { supplyOf } from "../../keeper/src/clearing/supply.ts";

/** More seconds than it takes. */
const PATIENCE = 3_600;

interface Filled {
  readonly welfare: number;
  readonly ms: number;
}

/** @returns the welfare that it finds and the milliseconds that it takes */
export function clearByColumns({ series, hourly, combinations }: Book): Filled {
  const from = performance.now();
  const entries = series.map(() => ({ columns: [] as number[], coefficients: [] as number[] }));
  const orders = [
    ...Array.from(hourly, ({ series: own, side, price, lots }) => ({
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

/** The same by the engine: orders added up, strips filled. */
export function fillStrips(book: Book): Filled {
  const from = performance.now();
  const curves = curvesOf(book);
  const filled = new Strips(book, curves).fill(book.combinations.map(() => 0));
  if (filled === undefined) throw new Error("the strips cannot be filled");
  return { welfare: Number(welfareOf(book, curves, filled)), ms: performance.now() - from };
}

/** Welfare of units, with hourly orders as good as they get. */
export function welfareOf(book: Book, curves: readonly Curve[], units: readonly number[]): bigint {
  let welfare = 0n;
  for (const [i, { side, value }] of book.combinations.entries()) {
    welfare += BigInt(side === "buy" ? value : -value) * BigInt(units[i] as number);
  }
  for (const [series, taken] of supplyOf(book, units).entries()) welfare += (curves[series] as Curve).welfare(taken);
  return welfare;
}
