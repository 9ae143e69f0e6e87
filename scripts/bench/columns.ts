/** The most welfare of a book without blocks, in the plain way, one linear program with a column for every order, and in ours. */
import type { Book } from "../../keeper/src/clearing/book.ts";
import { curvesOf } from "../../keeper/src/clearing/curve.ts";
import { INFINITE, Program } from "../../keeper/src/clearing/highs.ts";
import { Strips } from "../../keeper/src/clearing/strips.ts";

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
  const supply = book.series.map(() => 0);
  let welfare = 0n;
  for (const [i, { side, value, legs }] of book.combinations.entries()) {
    const net = (side === "buy" ? 1 : -1) * (filled[i] as number);
    welfare += BigInt(value) * BigInt(net);
    for (const leg of legs) supply[leg.series] = (supply[leg.series] as number) + leg.lots * net;
  }
  for (const [i, curve] of curves.entries()) welfare += curve.welfare(supply[i] as number);
  return { welfare: Number(welfare), ms: performance.now() - from };
}
