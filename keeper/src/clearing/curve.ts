/** The hourly orders of one series as a step function: how many lots they supply, net, at a price. */
import type { Book } from "./book.ts";
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

/** Limits that are counted at the same time, a power of two: as many as an auction's band has, and few more. */
const COUNTED = 256;

/**
 * Lots of the hourly orders of one series by their limits. Most limits are within a band: each is counted where its last
 * bits say, which is many times as fast as a map, and is put aside where another one comes there.
 */
class Depth {
  /** A limit, and the lots of its buys and sells since it was there. */
  readonly #counted = new Float64Array(3 * COUNTED);
  readonly #aside = new Map<number, { buys: number; sells: number }>();

  add(isBuy: boolean, price: number, lots: number): void {
    const counted = this.#counted;
    const at = 3 * (price & (COUNTED - 1));
    if (counted[at] !== price) {
      this.#putAside(at);
      counted[at] = price;
    }
    const own = isBuy ? at + 1 : at + 2;
    counted[own] = (counted[own] as number) + lots;
  }

  /** By rising price; there is one at 0. */
  levels(): { readonly price: number; readonly buys: number; readonly sells: number }[] {
    for (let at = 0; at < this.#counted.length; at += 3) this.#putAside(at);
    if (!this.#aside.has(0)) this.#aside.set(0, { buys: 0, sells: 0 });
    return [...this.#aside].sort(([a], [b]) => a - b).map(([price, lots]) => ({ price, ...lots }));
  }

  #putAside(at: number): void {
    const counted = this.#counted;
    const [price, buys, sells] = [counted[at], counted[at + 1], counted[at + 2]] as [number, number, number];
    if (buys === 0 && sells === 0) return;
    const before = this.#aside.get(price);
    this.#aside.set(price, { buys: buys + (before?.buys ?? 0), sells: sells + (before?.sells ?? 0) });
    counted.fill(0, at + 1, at + 3);
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
    const levels = depth.levels();
    const value = new ExactSum();
    let [bought, sold] = [0, 0];
    for (const { price, buys, sells } of levels) {
      value.add(price, buys);
      bought += buys;
      sold += sells;
    }
    // One lot more than can ever be left over: no net supply is met below 0.
    const disposal = sold + most + 1;
    this.start = -(bought + disposal);
    let end = this.start;
    this.levels = levels.map((level) => {
      const width = level.buys + level.sells + (level.price === 0 ? disposal : 0);
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
  const { length, series, buys, prices, lots } = book.hourly;
  for (let i = 0; i < length; i++) {
    (depths[series[i] as number] as Depth).add(buys[i] === 1, prices[i] as number, lots[i] as number);
  }
  const most = book.series.map(() => 0);
  for (const { side, legs, units } of book.combinations) {
    if (side === "buy") continue;
    for (const { series, lots } of legs) most[series] = (most[series] as number) + lots * units;
  }
  return depths.map((depth, series) => new Curve(depth, most[series] as number));
}
