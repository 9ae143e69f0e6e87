/**
 * The welfare problem: which strips and blocks to fill, and how far, so that all orders together gain the most, whatever
 * the prices. Hourly orders are columns of one price each, and only of prices that strips and blocks can reach.
 */
import type { Book, Combination } from "./book.ts";
import type { Curve } from "./curve.ts";
import { type Column, INFINITE, Program, type Row, TOLERANCE } from "./highs.ts";
import { scaleOf } from "./scale.ts";
import { reachOf } from "./supply.ts";

export interface Allocated {
  /** Units of each strip and block. */
  readonly units: readonly number[];
  /** Whether HiGHS's units were whole, and not only made so. */
  readonly isWhole: boolean;
  /** No allocation that is not forbidden has more welfare, in price times lots; `undefined` where none was proved. */
  readonly bound: bigint | undefined;
  /** Whether it is proved that no other that is not forbidden has more. */
  readonly isOptimal: boolean;
}

/** What is as near to a whole number is one. */
const NEARLY = 1e-4;

/** What `Allocation` fills a block with: nothing, or as many units as it accepts; or HiGHS decides. */
export type Choice = "in" | "out" | "free";

export class Allocation {
  readonly #program: Program;
  /** Column of each strip's or block's units, and of whether a block is in. */
  readonly #unitColumns: number[] = [];
  readonly #inColumns: (number | undefined)[] = [];
  readonly #unitScale: number[];
  /** Welfare where strips and blocks sell all they can and buy nothing, without theirs. */
  readonly #offset: bigint;
  readonly #objectiveScale: number;

  /** @param isRelaxed Whether parts of blocks may fill: quick, and near to what whole ones do where there are many. */
  constructor(book: Book, curves: readonly Curve[], isRelaxed = false) {
    const scale = scaleOf(book);
    this.#objectiveScale = scale.lots * scale.price;
    // Strips are counted in scaled lots; blocks are whole by themselves.
    this.#unitScale = book.combinations.map(({ kind }) => (kind === "block" ? 1 : scale.lots));
    const columns: Column[] = [];
    const rows: Row[] = [];
    const entries: { columns: number[]; coefficients: number[] }[] = book.series.map(() => ({
      columns: [],
      coefficients: [],
    }));
    const add = (series: number, column: number, coefficient: number) => {
      entries[series]?.columns.push(column);
      entries[series]?.coefficients.push(coefficient);
    };
    for (const [i, combination] of book.combinations.entries()) {
      const { side, legs, value, least, units } = combination;
      const sign = side === "buy" ? 1 : -1;
      const per = this.#unitScale[i] as number;
      const column = columns.length;
      this.#unitColumns.push(column);
      columns.push({
        cost: (sign * value * per) / this.#objectiveScale,
        lower: 0,
        upper: units / per,
        isInteger: combination.kind === "block" && !isRelaxed,
      });
      for (const { series, lots } of legs) add(series, column, (-sign * lots * per) / scale.lots);
      if (combination.kind === "strip" || isAllOrNone(combination)) {
        this.#inColumns.push(combination.kind === "strip" ? undefined : column);
        continue;
      }
      const isIn = columns.length;
      this.#inColumns.push(isIn);
      columns.push({ cost: 0, lower: 0, upper: 1, isInteger: !isRelaxed });
      rows.push({ lower: 0, upper: INFINITE, columns: [column, isIn], coefficients: [1, -least / per] });
      rows.push({ lower: -INFINITE, upper: 0, columns: [column, isIn], coefficients: [1, -units / per] });
    }
    const reach = reachOf(book, book.combinations);
    let offset = 0n;
    for (const [series, curve] of curves.entries()) {
      const { sold, bought } = reach[series] as { sold: number; bought: number };
      const lowest = -sold;
      offset += curve.welfare(lowest);
      for (const { price, width, end } of curve.levels) {
        const from = Math.max(end - width, lowest);
        if (end <= lowest) continue;
        if (from >= bought) break;
        add(series, columns.length, 1);
        columns.push({ cost: -price / scale.price, lower: 0, upper: (end - from) / scale.lots, isInteger: false });
      }
      const { columns: at, coefficients } = entries[series] as { columns: number[]; coefficients: number[] };
      const supplied = sold / scale.lots;
      rows.push({ lower: supplied, upper: supplied, columns: at, coefficients });
    }
    this.#offset = offset;
    this.#program = new Program("maximize", columns, rows);
  }

  /** Decides blocks, or gives them back to HiGHS. Strips are always its own. */
  choose(choices: (block: number) => Choice): void {
    for (const [i, column] of this.#inColumns.entries()) {
      if (column === undefined) continue;
      const choice = choices(i);
      this.#program.bound(column, choice === "in" ? 1 : 0, choice === "out" ? 0 : 1);
    }
  }

  /** Forbids that all blocks of `accepted` are in, or, where others are given, that none of these is in as well. */
  forbid(accepted: readonly number[], rejected: readonly number[] = []): void {
    const columnOf = (block: number) => this.#inColumns[block] as number;
    this.#program.add({
      lower: -INFINITE,
      upper: accepted.length - 1,
      columns: [...accepted, ...rejected].map(columnOf),
      coefficients: [...accepted.map(() => 1), ...rejected.map(() => -1)],
    });
  }

  /**
   * The best allocation found in so many seconds; `undefined` where all are forbidden, "late" where none was found.
   *
   * HiGHS is right within tolerances. Where these are as much as a unit of welfare nothing is called proved.
   */
  solve(seconds: number): Allocated | "late" | undefined {
    // Less than one unit of welfare.
    const solved = this.#program.solve(seconds, 0.5 / this.#objectiveScale);
    if (solved === undefined || solved === "late") return solved;
    const found = this.#unitColumns.map(
      (column, i) => (solved.columns[column] as number) * (this.#unitScale[i] as number),
    );
    for (const [i, column] of this.#inColumns.entries()) {
      if (column !== undefined && (solved.columns[column] as number) < 0.5) found[i] = 0;
    }
    const units = found.map((near) => Math.max(0, Math.round(near)));
    const isExact = this.#slack < 0.5;
    return {
      units,
      isWhole: found.every((near, i) => Math.abs(near - (units[i] as number)) < NEARLY),
      isOptimal: solved.isOptimal && isExact,
      bound: Number.isFinite(solved.bound) && isExact ? this.#welfareOf(solved.bound) : undefined,
    };
  }

  /** Welfare that HiGHS may be wrong by. */
  get #slack(): number {
    return this.#objectiveScale * TOLERANCE;
  }

  #welfareOf(objective: number): bigint {
    // Welfare is an integer, so it is at most the next one below, but for what floating point may have lost.
    const scaled = objective * this.#objectiveScale;
    return this.#offset + BigInt(Math.floor(scaled + Math.max(1e-3, this.#slack, Math.abs(scaled) * 1e-12)));
  }

  dispose(): void {
    this.#program.dispose();
  }
}

function isAllOrNone({ kind, units }: Combination): boolean {
  return kind === "block" && units === 1;
}
