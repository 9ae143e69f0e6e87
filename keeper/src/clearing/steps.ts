/** A {@link Curve} in plain numbers, for walks of millions of steps along it. What it says of welfare may be rounded. */
import type { Curve } from "./curve.ts";

export class Steps {
  readonly #ends: Float64Array;
  readonly #prices: Float64Array;
  /** What passing all levels before one costs. */
  readonly #costs: Float64Array;
  readonly #start: number;
  readonly #ceiling: number;

  /** @param ceiling Stands for the price above all levels, where there is no limit. */
  constructor({ levels, start }: Curve, ceiling: number) {
    this.#ends = Float64Array.from(levels, ({ end }) => end);
    this.#prices = Float64Array.from(levels, ({ price }) => price);
    let cost = 0;
    this.#costs = Float64Array.from(levels, ({ price, width }) => {
      const before = cost;
      cost += price * width;
      return before;
    });
    this.#start = start;
    this.#ceiling = Math.max(ceiling, levels.at(-1)?.price ?? 0);
  }

  /** Index of the level in or at whose end a net supply is met, looked for around another; -1 where there is none. */
  find(supply: number, near: number): number {
    const ends = this.#ends;
    let level = Math.max(near, 0);
    while (level < ends.length && (ends[level] as number) < supply) level++;
    if (level === ends.length) return -1;
    while (level > 0 && (ends[level - 1] as number) >= supply) level--;
    return level;
  }

  low(level: number): number {
    return this.#prices[level] as number;
  }

  high(level: number, supply: number): number {
    if (this.#ends[level] !== supply) return this.#prices[level] as number;
    return this.#prices[level + 1] ?? this.#ceiling;
  }

  /** Welfare of the hourly orders, but for a constant. */
  welfare(level: number, supply: number): number {
    const from = level === 0 ? this.#start : (this.#ends[level - 1] as number);
    return -(this.#costs[level] as number) - (this.#prices[level] as number) * (supply - from);
  }
}
