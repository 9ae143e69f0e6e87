/** The hourly orders of one series as a step function: how many lots they supply, net, at a price. */
import type { Book, Side } from "./book.ts";
import { ExactSum } from "./exactSum.ts";

/** All hourly orders with one limit. Lots, as everywhere. */
export interface Level {
  readonly price: number;
  readonly buys: number;
  readonly sells: number;
  /** What the level adds to net supply as it is passed: buys left unfilled, sells filled, lots disposed of. */
  readonly width: number;
  /** Net supply once it is passed. */
  readonly end: number;
}

/** Prices between which a net supply clears: an integer each, `high` not below `low`. */
export interface Interval {
  readonly low: number;
  /** Infinite where nothing is offered above. */
  readonly high: number;
}

/** Limits that are remembered apart, where they are found faster than in a map. */
const REMEMBERED = 1_024;

/** Lots of the hourly orders of one series by their limits. */
class Depth {
  readonly prices: number[] = [];
  readonly buys: number[] = [];
  readonly sells: number[] = [];
  readonly #indexes = new Map<number, number>();
  readonly #remembered = new Float64Array(REMEMBERED).fill(Number.NaN);
  readonly #at = new Int32Array(REMEMBERED);

  add(side: Side, price: number, lots: number): void {
    const index = this.at(price);
    const own = side === "buy" ? this.buys : this.sells;
    own[index] = (own[index] as number) + lots;
  }

  /** Index of a limit in `prices`, `buys` and `sells`. */
  at(price: number): number {
    const slot = price & (REMEMBERED - 1);
    if (this.#remembered[slot] === price) return this.#at[slot] as number;
    let index = this.#indexes.get(price);
    if (index === undefined) {
      index = this.prices.push(price) - 1;
      this.#indexes.set(price, index);
      this.buys.push(0);
      this.sells.push(0);
    }
    this.#remembered[slot] = price;
    this.#at[slot] = index;
    return index;
  }
}

/** Net supply is what sellers get rid of less what buyers get; strips and blocks take it, or bring it where negative. */
export class Curve {
  /** By rising price; there is one at 0, where whatever nobody wants is disposed of. */
  readonly levels: readonly Level[];
  /** Net supply below all levels: every buyer gets everything. */
  readonly start: number;
  /** What all buyers would pay at most, and what passing each level costs of it: welfare is the difference. */
  readonly #buyersValue: bigint;
  readonly #cost: readonly bigint[];

  /** @param most What strips and blocks could sell at most. */
  constructor(depth: Depth, most: number) {
    const zero = depth.at(0);
    const { prices, buys, sells } = depth;
    const value = new ExactSum();
    let [bought, sold] = [0, 0];
    for (const [i, price] of prices.entries()) {
      value.add(price, buys[i] as number);
      bought += buys[i] as number;
      sold += sells[i] as number;
    }
    // One lot more than can ever be left over: no net supply is met below 0.
    const disposal = sold + most + 1;
    this.start = -(bought + disposal);
    let end = this.start;
    const ordered = [...prices.keys()].sort((a, b) => (prices[a] as number) - (prices[b] as number));
    this.levels = ordered.map((i) => {
      const level = { price: prices[i] as number, buys: buys[i] as number, sells: sells[i] as number };
      const width = level.buys + level.sells + (i === zero ? disposal : 0);
      end += width;
      return { ...level, width, end };
    });
    this.#buyersValue = value.value;
    let cost = 0n;
    this.#cost = this.levels.map(({ price, width }) => {
      const before = cost;
      cost += BigInt(price) * BigInt(width);
      return before;
    });
  }

  /** The most that hourly orders can supply. */
  get end(): number {
    return this.levels.at(-1)?.end as number;
  }

  /** Index of the level in or at whose end a net supply is met. It has to be above `start` and at most `end`. */
  levelOf(supply: number): number {
    let low = 0;
    let high = this.levels.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.levels[middle] as Level).end < supply) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The prices at which a net supply can be met; `undefined` where none is high enough. */
  interval(supply: number): Interval | undefined {
    if (supply > this.end) return undefined;
    const index = this.levelOf(supply);
    const { price, end } = this.levels[index] as Level;
    if (end !== supply) return { low: price, high: price };
    return { low: price, high: this.levels[index + 1]?.price ?? Number.POSITIVE_INFINITY };
  }

  /** What hourly buyers value what they get at, less what hourly sellers ask for what they give, in price times lots. */
  welfare(supply: number): bigint {
    const index = this.levelOf(supply);
    const { price, width, end } = this.levels[index] as Level;
    const within = BigInt(supply - (end - width));
    return this.#buyersValue - (this.#cost[index] as bigint) - BigInt(price) * within;
  }
}

/** One curve a series. */
export function curvesOf(book: Book): readonly Curve[] {
  const depths = book.series.map(() => new Depth());
  for (const { series, side, price, lots } of book.hourly) (depths[series] as Depth).add(side, price, lots);
  const most = book.series.map(() => 0);
  for (const { side, legs, units } of book.combinations) {
    if (side === "buy") continue;
    for (const { series, lots } of legs) most[series] = (most[series] as number) + lots * units;
  }
  return depths.map((depth, series) => new Curve(depth, most[series] as number));
}
