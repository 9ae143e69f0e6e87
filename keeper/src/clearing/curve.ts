/** The hourly orders of one series as a step function: how many lots they supply, net, at a price. */
import type { Book } from "./book.ts";
import { ExactSum } from "./exactSum.ts";
import { reachOf } from "./supply.ts";

/** All hourly orders with one limit. Lots, as everywhere. */
interface Limit {
  readonly price: number;
  readonly buys: number;
  readonly sells: number;
}

export interface Level extends Limit {
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

/** Limits of a series that are counted at the same time, a power of two: as many as an auction's band has, and few more. */
const COUNTED = 256;

/** Net supply is what sellers get rid of less what buyers get; strips and blocks take it, or bring it where negative. */
export class Curve {
  /** By rising price; there is one at 0, where whatever nobody wants is disposed of. */
  readonly levels: readonly Level[];
  /** Net supply below all levels: every buyer gets everything. */
  readonly start: number;

  /**
   * @param limits By rising price; there is one at 0.
   * @param most What strips and blocks could sell at most.
   */
  constructor(limits: readonly Limit[], most: number) {
    let [bought, sold] = [0, 0];
    for (const { buys, sells } of limits) {
      bought += buys;
      sold += sells;
    }
    // One lot more than can ever be left over: no net supply is met below 0.
    const disposal = sold + most + 1;
    this.start = -(bought + disposal);
    let end = this.start;
    this.levels = limits.map(({ price, buys, sells }) => {
      const width = buys + sells + (price === 0 ? disposal : 0);
      end += width;
      return { price, buys, sells, width, end };
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
    // What all buyers would pay at most, less what passing levels costs of it.
    const value = new ExactSum();
    for (const [i, { price, buys, width, end }] of this.levels.entries()) {
      value.add(price, buys);
      if (i < index) value.add(price, -width);
      else if (i === index) value.add(price, end - width - supply);
    }
    return value.value;
  }
}

/** One curve a series. */
export function curvesOf(book: Book): readonly Curve[] {
  const limits = limitsOf(book);
  return reachOf(book, book.combinations).map(({ sold }, series) => new Curve(limits[series] as Limit[], sold));
}

/**
 * The limits of each series, by rising price, and at 0. Most are within a band: lots are counted where the last bits of a
 * limit say, which is many times as fast as a map, and are put aside where another limit comes there.
 */
function limitsOf({ series: names, hourly }: Book): Limit[][] {
  const aside = names.map(() => new Map<number, Limit>());
  // Of each place its limit, and the lots of sells and of buys since it was there.
  const counted = new Float64Array(3 * COUNTED * names.length);
  const putAside = (at: number) => {
    const [price, sells, buys] = [counted[at], counted[at + 1], counted[at + 2]] as [number, number, number];
    if (buys === 0 && sells === 0) return;
    const own = aside[Math.floor(at / (3 * COUNTED))] as Map<number, Limit>;
    const before = own.get(price);
    own.set(price, { price, buys: buys + (before?.buys ?? 0), sells: sells + (before?.sells ?? 0) });
    counted[at + 1] = 0;
    counted[at + 2] = 0;
  };
  const { length, series, buys, prices, lots } = hourly;
  for (let i = 0; i < length; i++) {
    const price = prices[i] as number;
    const at = 3 * (COUNTED * (series[i] as number) + (price & (COUNTED - 1)));
    if (counted[at] !== price) {
      putAside(at);
      counted[at] = price;
    }
    const own = at + 1 + (buys[i] as number);
    counted[own] = (counted[own] as number) + (lots[i] as number);
  }
  for (let at = 0; at < counted.length; at += 3) putAside(at);
  return aside.map((own) => {
    if (!own.has(0)) own.set(0, { price: 0, buys: 0, sells: 0 });
    return [...own.values()].sort((a, b) => a.price - b.price);
  });
}
