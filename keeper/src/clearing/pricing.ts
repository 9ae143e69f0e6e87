/**
 * Prices for a given fill of strips and blocks. They have to clear the hourly orders, leave no strip and no filled block
 * anything to wish, and let none of them lose; among those, the ones at which the other blocks regret the least, in all,
 * or, where there is a goal, those that serve it best.
 */
import type { Book, Combination } from "./book.ts";
import { surplusOf } from "./certify.ts";
import type { Curve, Interval } from "./curve.ts";
import { type Band, type Goal, nearest } from "./goal.ts";
import { type Column, INFINITE, Program, type Row } from "./highs.ts";
import { supplyOf } from "./supply.ts";

/** One price a series; "none" where it is proved that there are none, "unknown" where none were found. */
export type Priced = readonly number[] | "none" | "unknown";

export interface PricingOptions {
  /** How long to look. */
  readonly seconds: number;
  /** Chooses, among equally good prices, those nearest to the middle of their intervals. */
  readonly isFinal?: boolean;
}

/** Share of its value up to which a block's loss is none, as floating point goes. */
const NO_LOSS = 1e-7;

/** Whether a unit has to gain at least nothing, at most nothing, or exactly nothing. */
type Rule = ">=" | "<=" | "=";

interface Ruled {
  readonly combination: Combination;
  /** `undefined` where it may gain or lose, as a block that is not filled. */
  readonly rule: Rule | undefined;
  /** Units that would gain where the unit's surplus is above 0. */
  readonly missed: number;
  readonly filled: number;
}

export class Pricing {
  readonly #book: Book;
  readonly #curves: readonly Curve[];
  readonly #goal: Goal | undefined;
  /** As high as any price has to be. */
  readonly #ceiling: number;

  constructor(book: Book, curves: readonly Curve[], goal?: Goal) {
    this.#book = book;
    this.#curves = curves;
    this.#goal = goal;
    let ceiling = 0;
    for (const { levels } of curves) ceiling = Math.max(ceiling, levels.at(-1)?.price ?? 0);
    for (const { value, legs } of book.combinations) {
      // Where one leg alone has to bring the whole value.
      for (const { lots } of legs) ceiling = Math.max(ceiling, Math.ceil(value / lots));
    }
    this.#ceiling = ceiling;
  }

  /** Prices at which the hourly orders clear, of each series; `undefined` where they cannot bring so much. */
  intervalsOf(supply: readonly number[]): Interval[] | undefined {
    const intervals: Interval[] = [];
    for (const [series, curve] of this.#curves.entries()) {
      const interval = curve.interval(supply[series] as number);
      if (interval === undefined) return undefined;
      intervals.push(interval);
    }
    return intervals;
  }

  price(units: readonly number[], options: PricingOptions): Priced {
    const intervals = this.intervalsOf(supplyOf(this.#book, units));
    if (intervals === undefined) return "none";
    const low = intervals.map((interval) => interval.low);
    const movable: Ruled[] = [];
    for (const [i, combination] of this.#book.combinations.entries()) {
      const ruled = ruledBy(combination, units[i] as number);
      if (combination.legs.some(({ series }) => isFree(intervals[series] as Interval))) movable.push(ruled);
      else if (isBroken(ruled, low)) return "none";
    }
    const prices = this.#goal
      ? this.#serve(this.#goal, intervals, movable, options)
      : this.#least(intervals, movable, options);
    // HiGHS keeps rows within its tolerance only.
    if (typeof prices !== "string" && movable.some((ruled) => isBroken(ruled, prices))) return "unknown";
    return prices;
  }

  /**
   * Blocks that lose at prices that are right for all others and at which blocks lose the least in all, the worst first.
   * Empty where none loses but for the want of whole prices; `undefined` where no such prices were found.
   */
  losersOf(units: readonly number[], seconds: number): number[] | undefined {
    const intervals = this.intervalsOf(supplyOf(this.#book, units));
    if (intervals === undefined) return undefined;
    const ruled = this.#book.combinations.map((combination, i) => ruledBy(combination, units[i] as number));
    const isFixed = ({ combination }: Ruled) =>
      combination.legs.every(({ series }) => !isFree(intervals[series] as Interval));
    const movable = ruled.filter((each) => each.rule !== undefined && !isFixed(each));
    const prices =
      movable.length === 0
        ? intervals.map(({ low }) => low)
        : new PriceModel(intervals, movable, this.#ceiling).leastLosing(seconds);
    if (prices === undefined) return undefined;
    const losses = ruled.flatMap(({ combination, rule }, i) => {
      if (combination.kind === "strip" || rule === undefined) return [];
      const { side, value, legs } = combination;
      const cost = legs.reduce((sum, { series, lots }) => sum + lots * (prices[series] as number), 0);
      const loss = (side === "buy" ? cost - value : value - cost) * (units[i] as number);
      return loss > NO_LOSS * Math.abs(value) ? [{ i, loss }] : [];
    });
    return losses.sort((a, b) => b.loss - a.loss).map(({ i }) => i);
  }

  /** The middles where they keep all rules and there is no regret to lessen: none are nearer. */
  #least(intervals: readonly Interval[], movable: readonly Ruled[], options: PricingOptions): Priced {
    const middles = intervals.map(middleOf);
    if (movable.every((ruled) => ruled.missed === 0 && !isBroken(ruled, middles))) return middles;
    return new PriceModel(intervals, movable, this.#ceiling).solve(options);
  }

  /** The nearest prices of each series by itself where they keep all rules: none are nearer, and no others as near. */
  #serve(goal: Goal, intervals: readonly Interval[], movable: readonly Ruled[], options: PricingOptions): Priced {
    const { targets, highest } = goal;
    if (intervals.some(({ low }) => low > highest)) return "none";
    const near = intervals.map(({ low, high }, i) => Math.min(Math.max(targets[i] as number, low), high, highest));
    const ruled = movable.filter(({ rule }) => rule !== undefined);
    if (!ruled.some((each) => isBroken(each, near))) return near;
    const touched = new Set(ruled.flatMap(({ combination }) => combination.legs.map(({ series }) => series)));
    const bounds = intervals.map((interval, series) => {
      if (!touched.has(series)) return { low: near[series] as number, high: near[series] as number };
      return { low: interval.low, high: Math.min(interval.high, highest) };
    });
    return new PriceModel(bounds, ruled, Math.max(this.#ceiling, ...near)).serve(goal, options);
  }
}

/** The middle of an interval, rounded down; its low end where it has no other. */
function middleOf({ low, high }: Interval): number {
  return Number.isFinite(high) ? Math.floor((low + high) / 2) : low;
}

/** The integer program over the prices that are free, as distances from the low ends of their intervals. */
class PriceModel {
  readonly #intervals: readonly Interval[];
  readonly #low: readonly number[];
  readonly #ruled: readonly Ruled[];
  readonly #free: readonly number[];
  readonly #columnOf: ReadonlyMap<number, number>;
  readonly #prices: readonly Column[];

  constructor(intervals: readonly Interval[], ruled: readonly Ruled[], ceiling: number) {
    this.#intervals = intervals;
    this.#low = intervals.map(({ low }) => low);
    this.#ruled = ruled;
    this.#free = intervals.flatMap((interval, series) => (isFree(interval) ? [series] : []));
    this.#columnOf = new Map(this.#free.map((series, column) => [series, column]));
    this.#prices = this.#free.map((series) => {
      const { low, high } = intervals[series] as Interval;
      const upper = Math.max(0, Math.min(high, ceiling) - low);
      return { cost: 0, lower: 0, upper, isInteger: true };
    });
  }

  solve({ seconds, isFinal = false }: PricingOptions): Priced {
    const columns = [...this.#prices];
    const rows: Row[] = [];
    const regrets: Regret[] = [];
    for (const { combination, rule, missed } of this.#ruled) {
      const row = this.#surplusRow(combination);
      if (rule !== undefined) rows.push(keeping(row, rule));
      if (missed === 0) continue;
      const column = columns.length;
      const cost = row.scale * missed;
      columns.push({ cost, lower: 0, upper: INFINITE, isInteger: false });
      regrets.push({ column, cost });
      // The regret is at least the surplus.
      const coefficients = [...row.falls, 1];
      rows.push({ lower: row.surplus, upper: INFINITE, columns: [...row.columns, column], coefficients });
    }
    const best = Program.run("minimize", columns, rows, seconds);
    if (best === undefined) return "none";
    if (best === "late") return "unknown";
    if (!isFinal) return this.#read(best.columns);
    const middle = this.#nearMiddle(columns, rows, regrets, best.objective, seconds);
    return this.#read(middle === undefined || middle === "late" ? best.columns : middle.columns);
  }

  /** The prices that serve a goal, which is of all series, best: the nearest, at last the lowest of them. */
  serve(goal: Goal, { seconds, isFinal = false }: PricingOptions): Priced {
    const rows = this.#ruled.flatMap(({ combination, rule }) =>
      rule === undefined ? [] : [keeping(this.#surplusRow(combination), rule)],
    );
    const low = (series: number) => this.#low[series] as number;
    const targets = this.#free.map((series) => (goal.targets[series] as number) - low(series));
    const bands = this.#free.map((series) => {
      const { bottom, top } = goal.bands[series] as Band;
      return { bottom: bottom - low(series), top: top - low(series) };
    });
    const found = nearest({ prices: this.#prices, rows, targets, bands }, seconds, isFinal);
    if (found === undefined) return "none";
    return found === "late" ? "unknown" : this.#read(found);
  }

  /** Prices, whole or not, that keep the rules of strips, and at which filled blocks lose the least in all. */
  leastLosing(seconds: number): number[] | undefined {
    const columns = this.#prices.map((column) => ({ ...column, isInteger: false }));
    const rows = this.#ruled.flatMap(({ combination, rule, filled }) => {
      if (rule === undefined) return [];
      const row = this.#surplusRow(combination);
      if (combination.kind === "strip") return [keeping(row, rule)];
      const loss = columns.length;
      columns.push({ cost: row.scale * filled, lower: 0, upper: INFINITE, isInteger: false });
      const all = { columns: [...row.columns, loss], coefficients: [...row.falls, -1] };
      return [{ lower: -INFINITE, upper: row.surplus, ...all }];
    });
    const best = Program.run("minimize", columns, rows, seconds);
    if (best === undefined || best === "late") return undefined;
    const prices = [...this.#low];
    for (const [column, series] of this.#free.entries()) {
      prices[series] = (prices[series] as number) + (best.columns[column] as number);
    }
    return prices;
  }

  /** Of the prices with no more regret, those nearest to the middles. */
  #nearMiddle(
    columns: readonly Column[],
    rows: readonly Row[],
    regrets: readonly Regret[],
    most: number,
    seconds: number,
  ) {
    const distances: Column[] = [];
    const measured = this.#free.flatMap((series, price): Row[] => {
      const interval = this.#intervals[series] as Interval;
      const middle = middleOf(interval) - interval.low;
      const distance = columns.length + distances.length;
      distances.push({ cost: 1, lower: 0, upper: INFINITE, isInteger: false });
      return [
        { lower: middle, upper: INFINITE, columns: [price, distance], coefficients: [1, 1] },
        { lower: -INFINITE, upper: middle, columns: [price, distance], coefficients: [1, -1] },
      ];
    });
    const noMore: Row = {
      lower: -INFINITE,
      upper: most * (1 + 1e-12) + 1e-9,
      columns: regrets.map(({ column }) => column),
      coefficients: regrets.map(({ cost }) => cost),
    };
    const free = columns.map((column) => ({ ...column, cost: 0 }));
    const all = [...rows, ...measured, ...(regrets.length > 0 ? [noMore] : [])];
    return Program.run("minimize", [...free, ...distances], all, seconds);
  }

  #read(columns: ArrayLike<number>): number[] {
    const prices = [...this.#low];
    for (const [column, series] of this.#free.entries()) {
      prices[series] = (prices[series] as number) + Math.round(columns[column] as number);
    }
    return prices;
  }

  #surplusRow(combination: Combination): SurplusRow {
    const sign = combination.side === "buy" ? 1 : -1;
    const free = combination.legs.filter(({ series }) => this.#columnOf.has(series));
    const scale = Math.max(...free.map(({ lots }) => lots));
    return {
      scale,
      surplus: Number(surplusOf(combination, this.#low)) / scale,
      columns: free.map(({ series }) => this.#columnOf.get(series) as number),
      falls: free.map(({ lots }) => (sign * lots) / scale),
    };
  }
}

interface Regret {
  readonly column: number;
  readonly cost: number;
}

/** The surplus of a unit is `surplus` less `falls` times prices, in units of `scale`. */
interface SurplusRow {
  readonly scale: number;
  readonly surplus: number;
  readonly columns: readonly number[];
  readonly falls: readonly number[];
}

function keeping({ surplus, columns, falls }: SurplusRow, rule: Rule): Row {
  const lower = rule === ">=" ? -INFINITE : surplus;
  const upper = rule === "<=" ? INFINITE : surplus;
  return { lower, upper, columns, coefficients: falls };
}

function ruledBy(combination: Combination, filled: number): Ruled {
  const { kind, units } = combination;
  if (kind === "block") return { combination, rule: filled === 0 ? undefined : ">=", missed: units - filled, filled };
  return { combination, rule: filled === 0 ? "<=" : filled === units ? ">=" : "=", missed: 0, filled };
}

function isBroken({ combination, rule }: Ruled, prices: readonly number[]): boolean {
  if (rule === undefined) return false;
  const surplus = surplusOf(combination, prices);
  return (rule !== ">=" && surplus > 0n) || (rule !== "<=" && surplus < 0n);
}

function isFree({ low, high }: Interval): boolean {
  return low < high;
}
