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
  constructor(
    orders: readonly { readonly side: string; readonly price: number; readonly lots: number }[],
    most: number,
  ) {
    const at = new Map<number, { buys: number; sells: number }>([[0, { buys: 0, sells: 0 }]]);
    let buys = 0;
    let sells = 0;
    const value = new ExactSum();
    for (const { side, price, lots } of orders) {
      let level = at.get(price);
      if (level === undefined) {
        level = { buys: 0, sells: 0 };
        at.set(price, level);
      }
      if (side === "buy") {
        level.buys += lots;
        buys += lots;
        value.add(price, lots);
      } else {
        level.sells += lots;
        sells += lots;
      }
    }
    // One lot more than can ever be left over: no net supply is met below 0.
    const disposal = sells + most + 1;
    this.start = -(buys + disposal);
    let end = this.start;
    this.levels = [...at]
      .sort(([a], [b]) => a - b)
      .map(([price, level]) => {
        const width = level.buys + level.sells + (price === 0 ? disposal : 0);
        end += width;
        return { price, ...level, width, end };
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
  const orders: { side: string; price: number; lots: number }[][] = book.series.map(() => []);
  for (const order of book.hourly) orders[order.series]?.push(order);
  const most = book.series.map(() => 0);
  for (const { side, legs, units } of book.combinations) {
    if (side === "buy") continue;
    for (const { series, lots } of legs) most[series] = (most[series] as number) + lots * units;
  }
  return orders.map((own, series) => new Curve(own, most[series] as number));
}
