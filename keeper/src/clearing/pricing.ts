/**
 * Prices for a given fill of strips and blocks. They have to clear the hourly orders, leave no strip anything to wish and
 * let no filled block lose; among those, the ones at which the other blocks regret the least, in all.
 */
import type { Book, Combination } from "./book.ts";
import { surplusOf } from "./certify.ts";
import type { Curve, Interval } from "./curve.ts";
import { type Column, INFINITE, Program, type Row } from "./highs.ts";

export type Priced =
  | { readonly prices: readonly number[] }
  /** There are none. `losing` are the blocks that lose at the prices at which the least is lost. */
  | { readonly prices: undefined; readonly losing: readonly number[] };

/** Whether a unit has to gain at least nothing, at most nothing, or exactly nothing. */
type Rule = ">=" | "<=" | "=" | undefined;

interface Bound {
  readonly index: number;
  readonly combination: Combination;
  readonly rule: Rule;
  /** Units that would gain where the unit's surplus is above 0. */
  readonly missed: number;
}

export class Pricing {
  readonly #book: Book;
  readonly #curves: readonly Curve[];
  /** As high as any price has to be. */
  readonly #ceiling: number;

  constructor(book: Book, curves: readonly Curve[]) {
    this.#book = book;
    this.#curves = curves;
    let ceiling = 0;
    for (const { price } of book.hourly) ceiling = Math.max(ceiling, price);
    for (const { value } of book.combinations) ceiling = Math.max(ceiling, value);
    this.#ceiling = ceiling;
  }

  /** Net supply that strips and blocks take from each series. */
  supplyOf(units: readonly number[]): number[] {
    const supply = this.#book.series.map(() => 0);
    for (const [i, { side, legs }] of this.#book.combinations.entries()) {
      const taken = (side === "buy" ? 1 : -1) * (units[i] as number);
      if (taken === 0) continue;
      for (const { series, lots } of legs) supply[series] = (supply[series] as number) + taken * lots;
    }
    return supply;
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

  /**
   * @param isFinal Chooses, among equally good prices, those nearest to the middle of their intervals.
   */
  price(units: readonly number[], isFinal: boolean): Priced {
    const intervals = this.intervalsOf(this.supplyOf(units));
    if (intervals === undefined) return { prices: undefined, losing: [] };
    const low = intervals.map((interval) => interval.low);
    const bounds = this.#book.combinations.map((combination, index) => boundOf(index, combination, units[index] ?? 0));
    const isFree = intervals.map((interval) => interval.low < interval.high);
    const [fixed, movable] = partition(
      bounds,
      ({ combination }) => !combination.legs.some((leg) => isFree[leg.series]),
    );
    const broken = fixed.filter((bound) => isBroken(bound, low));
    if (broken.length > 0) return { prices: undefined, losing: blocksOf(broken) };
    if (movable.length === 0) return { prices: intervals.map(middleOf) };
    return this.#choose(intervals, movable, isFinal);
  }

  #choose(intervals: readonly Interval[], bounds: readonly Bound[], isFinal: boolean): Priced {
    const model = new PriceModel(intervals, bounds, this.#ceiling);
    const prices = model.solve(isFinal);
    if (prices !== undefined && !bounds.some((bound) => isBroken(bound, prices))) return { prices };
    const least = model.leastLosing();
    return { prices: undefined, losing: blocksOf(bounds.filter((bound) => isBroken(bound, least))) };
  }
}

/** The middle of an interval, rounded down; its low end where it has no other. */
export function middleOf({ low, high }: Interval): number {
  return Number.isFinite(high) ? Math.floor((low + high) / 2) : low;
}

/** The integer program over the prices that are free, as distances from the low ends of their intervals. */
class PriceModel {
  readonly #intervals: readonly Interval[];
  readonly #bounds: readonly Bound[];
  readonly #series: readonly number[];
  readonly #columnOf: ReadonlyMap<number, number>;
  readonly #prices: readonly Column[];

  constructor(intervals: readonly Interval[], bounds: readonly Bound[], ceiling: number) {
    this.#intervals = intervals;
    this.#bounds = bounds;
    this.#series = intervals.flatMap(({ low, high }, i) => (low < high ? [i] : []));
    this.#columnOf = new Map(this.#series.map((series, column) => [series, column]));
    this.#prices = this.#series.map((series) => {
      const { low, high } = intervals[series] as Interval;
      const upper = Math.max(0, Math.min(high, ceiling) - low);
      return { cost: 0, lower: 0, upper, isInteger: true };
    });
  }

  solve(isFinal: boolean): number[] | undefined {
    const columns = [...this.#prices];
    const rows: Row[] = [];
    const regrets: { column: number; cost: number }[] = [];
    for (const bound of this.#bounds) {
      const row = this.#rowOf(bound);
      if (bound.rule !== undefined) rows.push(ruled(row, bound.rule));
      if (bound.missed === 0) continue;
      const column = columns.length;
      const cost = row.scale * bound.missed;
      columns.push({ cost, lower: 0, upper: INFINITE, isInteger: false });
      regrets.push({ column, cost });
      // The regret is at least the surplus.
      rows.push({
        lower: row.surplus,
        upper: INFINITE,
        columns: [...row.columns, column],
        coefficients: [...row.falls, 1],
      });
    }
    const best = run(columns, rows);
    if (best === undefined || !isFinal) return best && this.#read(best.columns);
    const middle = this.#nearMiddle(columns, rows, regrets, best.objective);
    return this.#read((middle ?? best).columns);
  }

  /** Of the prices with no more regret, those nearest to the middles. */
  #nearMiddle(columns: readonly Column[], rows: readonly Row[], regrets: readonly Regret[], most: number) {
    const distances: Column[] = [];
    const measured = this.#series.flatMap((series, price): Row[] => {
      const middle = middleOf(this.#intervals[series] as Interval) - (this.#intervals[series] as Interval).low;
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
    return run([...free, ...distances], [...rows, ...measured, ...(regrets.length > 0 ? [noMore] : [])]);
  }

  /** Prices at which filled blocks lose the least, which they must not. */
  leastLosing(): number[] {
    const columns = [...this.#prices];
    const rows = this.#bounds.flatMap((bound): Row[] => {
      if (bound.rule === undefined) return [];
      const row = this.#rowOf(bound);
      const { lower, upper } = ruled(row, bound.rule);
      const loss = columns.length;
      columns.push(...[1, 2].map(() => ({ cost: row.scale, lower: 0, upper: INFINITE, isInteger: false })));
      return [{ lower, upper, columns: [...row.columns, loss, loss + 1], coefficients: [...row.falls, -1, 1] }];
    });
    return this.#read(run(columns, rows)?.columns ?? new Float64Array(columns.length));
  }

  #read(columns: Float64Array): number[] {
    const prices = this.#intervals.map(({ low }) => low);
    for (const [column, series] of this.#series.entries()) {
      prices[series] = (prices[series] as number) + Math.round(columns[column] as number);
    }
    return prices;
  }

  /** The surplus of a unit is `surplus` less `falls` times prices, in units of `scale`. */
  #rowOf({ combination }: Bound): SurplusRow {
    const sign = combination.side === "buy" ? 1 : -1;
    const free = combination.legs.filter(({ series }) => this.#columnOf.has(series));
    const scale = Math.max(...free.map(({ lots }) => lots));
    const atLow = Number(
      surplusOf(
        combination,
        this.#intervals.map(({ low }) => low),
      ),
    );
    return {
      scale,
      surplus: atLow / scale,
      columns: free.map(({ series }) => this.#columnOf.get(series) as number),
      falls: free.map(({ lots }) => (sign * lots) / scale),
    };
  }
}

interface Regret {
  readonly column: number;
  readonly cost: number;
}

interface SurplusRow {
  readonly scale: number;
  readonly surplus: number;
  readonly columns: readonly number[];
  readonly falls: readonly number[];
}

function ruled({ surplus, columns, falls }: SurplusRow, rule: NonNullable<Rule>): Row {
  return {
    lower: rule === ">=" ? -INFINITE : surplus,
    upper: rule === "<=" ? INFINITE : surplus,
    columns,
    coefficients: falls,
  };
}

/** Prices are a small problem; what takes longer is not worth the wait. */
const MOST_SECONDS = 5;

function run(columns: readonly Column[], rows: readonly Row[]) {
  const program = new Program("minimize", columns, rows);
  const solved = program.solve(MOST_SECONDS);
  program.dispose();
  return solved === "late" ? undefined : solved;
}

function boundOf(index: number, combination: Combination, filled: number): Bound {
  const { kind, units } = combination;
  if (kind === "block") {
    return { index, combination, rule: filled > 0 ? ">=" : undefined, missed: units - filled };
  }
  const rule = filled === 0 ? "<=" : filled === units ? ">=" : "=";
  return { index, combination, rule, missed: 0 };
}

function isBroken({ combination, rule }: Bound, prices: readonly number[]): boolean {
  if (rule === undefined) return false;
  const surplus = surplusOf(combination, prices);
  return (rule !== ">=" && surplus > 0n) || (rule !== "<=" && surplus < 0n);
}

function blocksOf(bounds: readonly Bound[]): number[] {
  return bounds.filter(({ combination }) => combination.kind === "block").map(({ index }) => index);
}

function partition<T>(all: readonly T[], isFirst: (one: T) => boolean): [T[], T[]] {
  const parts: [T[], T[]] = [[], []];
  for (const one of all) parts[isFirst(one) ? 0 : 1].push(one);
  return parts;
}
