/**
 * The best units of strips where those of blocks are given, in integers throughout.
 *
 * A strip runs over consecutive series. So where the prices of series are differences of potentials, one more than there
 * are series, what a strip pays is a difference of potentials too, and the dual of the welfare problem is a sum of convex
 * functions of such differences: an L-convex function, which stays as it is where all potentials rise alike. One that can
 * be bettered at all is bettered by raising some set of potentials by one (lowering a set is raising all others), and the
 * best set is a minimum cut (Murota, Discrete Convex Analysis, 2003, chapter 10). Longer steps come first, of coarser
 * functions. Where no cut betters it, what flows through the network is how far each order at its limit fills.
 */
import type { Book, Combination } from "./book.ts";
import type { Curve } from "./curve.ts";
import { type Arc, Flow } from "./flow.ts";
import { reachOf, supplyOf } from "./supply.ts";

/** What is supplied at a price, net: `start` below all prices, `ends[i]` from `prices[i]` on. */
interface Supply extends Arc {
  readonly start: number;
  readonly prices: Float64Array;
  readonly ends: Float64Array;
}

export class Strips {
  readonly #book: Book;
  readonly #curves: readonly Curve[];
  /** Strips over the same series. */
  readonly #groups: readonly (readonly number[])[];
  /** Of each series, then of each group. An arc leads from the node before its first series to the one after its last. */
  readonly #supplies: readonly Supply[];
  /** Of strips alone. */
  readonly #reach: ReturnType<typeof reachOf>;
  readonly #flow: Flow;
  /** A power of two above all prices that have to be. */
  readonly #top: number;
  /** Of each supply, what it brings just above its price less what is taken, and that less what it brings just below. */
  readonly #rises: Float64Array;
  readonly #turns: Float64Array;
  /** Of each node, how much the dual rises with its potential by what arcs bring just above their prices. */
  readonly #slopes: Float64Array;
  readonly #potentials: Float64Array;

  constructor(book: Book, curves: readonly Curve[]) {
    this.#book = book;
    this.#curves = curves;
    const strips = [...book.combinations.keys()].filter((i) => combinationOf(book, i).kind === "strip");
    let highest = 0;
    for (const { levels } of curves) highest = Math.max(highest, levels.at(-1)?.price ?? 0);
    // One series alone may have to bring all that a strip costs.
    for (const i of strips) highest = Math.max(highest, combinationOf(book, i).value);
    this.#top = 2 ** Math.floor(Math.log2(highest + 1) + 1);
    const nodes = book.series.length + 1;
    const byStretch = Map.groupBy(strips, (i) => {
      const { first, end } = stretchOf(combinationOf(book, i));
      return first * nodes + end;
    });
    this.#groups = [...byStretch.values()];
    const reach = reachOf(book, book.combinations);
    this.#reach = reachOf(
      book,
      strips.map((i) => combinationOf(book, i)),
    );
    this.#supplies = [
      ...curves.map((curve, series) => ofSeries(curve, series, this.#top, reach[series]?.bought ?? 0)),
      ...this.#groups.map((group) => ofStrips(group.map((i) => combinationOf(book, i)))),
    ];
    this.#flow = new Flow(nodes, this.#supplies);
    this.#rises = new Float64Array(this.#supplies.length);
    this.#turns = new Float64Array(this.#supplies.length);
    this.#slopes = new Float64Array(nodes);
    this.#potentials = new Float64Array(nodes);
  }

  /**
   * @param units Of blocks, whether they gain or not; those of strips do not count.
   * @returns them with the best units of strips; `undefined` where hourly orders and strips do not bring what blocks want.
   *   How long it takes grows with the number of series: 1,000 of them and 20,000 strips are about a second.
   */
  fill(units: readonly number[]): number[] | undefined {
    const blocks = units.map((filled, i) => (combinationOf(this.#book, i).kind === "block" ? filled : 0));
    const taken = supplyOf(this.#book, blocks);
    const potentials = this.#potentials.fill(0);
    for (const [series, curve] of this.#curves.entries()) {
      const own = taken[series] as number;
      // Strips can sell all that they have: of the other series nobody need want it.
      if (own > curve.end + (this.#reach[series]?.sold ?? 0)) return undefined;
      const price = curve.interval(own)?.low ?? curve.levels.at(-1)?.price ?? 0;
      potentials[series + 1] = (potentials[series] as number) + price;
    }
    // Away from where the hourly orders clear without strips as far as need be, then closer.
    let step = 1;
    for (; step < this.#top && !this.#isBest(step, taken); step *= 2) this.#raise(step);
    for (; step >= 1; step /= 2) while (!this.#isBest(step, taken)) this.#raise(step);
    const filled = [...units];
    for (const [i, group] of this.#groups.entries()) this.#share(group, this.#curves.length + i, filled);
    return filled;
  }

  /**
   * Whether raising no set of potentials by a step betters the dual. Otherwise the flow reaches the set that betters it
   * most. A step of one is exact; a longer one takes what is supplied half a step further for what is all the way.
   */
  #isBest(step: number, taken: readonly number[]): boolean {
    const [rises, turns, slopes, potentials] = [this.#rises, this.#turns, this.#slopes.fill(0), this.#potentials];
    const half = Math.floor(step / 2);
    for (const [i, supply] of this.#supplies.entries()) {
      const price = (potentials[supply.to] as number) - (potentials[supply.from] as number);
      const above = suppliedAt(supply, price + half);
      const rise = above - (taken[i] ?? 0);
      rises[i] = rise;
      turns[i] = above - suppliedAt(supply, price + half - step);
      slopes[supply.to] = (slopes[supply.to] as number) + rise;
      slopes[supply.from] = (slopes[supply.from] as number) - rise;
    }
    return this.#flow.send(turns, slopes);
  }

  #raise(step: number): void {
    for (const [node, potential] of this.#potentials.entries()) {
      if (this.#flow.isReached(node)) this.#potentials[node] = potential + step;
    }
  }

  /**
   * Gives the strips of a group what flows at the end, where no step of one betters the dual: those at their limit as
   * listed, and rather more than fewer of them.
   */
  #share(group: readonly number[], index: number, filled: number[]): void {
    const supply = this.#supplies[index] as Supply;
    const price = (this.#potentials[supply.to] as number) - (this.#potentials[supply.from] as number);
    const own = group.map((i) => ({ i, ...combinationOf(this.#book, i) }));
    let bought = 0;
    for (const { i, side, value, units } of own) {
      filled[i] = (side === "buy" ? value > price : value < price) ? units : 0;
      if (side === "buy" && value === price) bought += units;
    }
    const pour = (to: "buy" | "sell", most: number): number => {
      let lots = most;
      for (const { i, side, value, units } of own) {
        if (side !== to || value !== price) continue;
        filled[i] = Math.min(lots, units);
        lots -= filled[i];
      }
      return lots;
    };
    // Beyond the least that it can bring, which is where no seller at the limit sells and every buyer there buys.
    const more = (this.#turns[index] as number) - this.#flow.through(index);
    pour("buy", bought - pour("sell", more));
  }
}

function ofSeries({ levels, start, end }: Curve, series: number, top: number, bought: number): Supply {
  return {
    from: series,
    to: series + 1,
    start,
    // Above all prices that have to be there is as much as anybody can want, which keeps prices below. It is never used.
    prices: Float64Array.from([...levels.map(({ price }) => price), top]),
    ends: Float64Array.from([...levels.map((level) => level.end), end + bought + 1]),
  };
}

/** As a series: as the price passes its limit a buyer gives back what it took, and a seller sells. */
function ofStrips(strips: readonly Combination[]): Supply {
  const ordered = strips.toSorted((a, b) => a.value - b.value);
  const { first, end } = stretchOf(strips[0] as Combination);
  let supplied = 0;
  for (const { side, units } of strips) if (side === "buy") supplied -= units;
  return {
    from: first,
    to: end,
    start: supplied,
    prices: Float64Array.from(ordered, ({ value }) => value),
    ends: Float64Array.from(ordered, ({ units }) => {
      supplied += units;
      return supplied;
    }),
  };
}

function suppliedAt({ start, prices, ends }: Supply, price: number): number {
  let low = 0;
  let high = prices.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((prices[middle] as number) <= price) low = middle + 1;
    else high = middle;
  }
  return low === 0 ? start : (ends[low - 1] as number);
}

function stretchOf({ legs }: Combination): { readonly first: number; readonly end: number } {
  const first = legs[0]?.series as number;
  return { first, end: first + legs.length };
}

function combinationOf(book: Book, i: number): Combination {
  return book.combinations[i] as Combination;
}
