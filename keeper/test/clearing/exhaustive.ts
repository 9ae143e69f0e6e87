/** The reference: every price and every fill of strips and blocks, one by one. */
import type { Book, Combination } from "../../src/clearing/book.ts";
import type { Goal } from "../../src/clearing/goal.ts";

export interface Best {
  /** The most welfare with prices that keep every rule. */
  readonly welfare: number;
  /** The least gap with so much welfare. */
  readonly gap: number;
  /** The most welfare of any allocation, whatever prices would have to be. */
  readonly allocated: number;
}

/** @param top Highest price to try. */
export function exhaustive(book: Book, top: number): Best {
  const fills = fillsOf(book.combinations);
  let welfare = Number.NEGATIVE_INFINITY;
  let gap = 0;
  let allocated = Number.NEGATIVE_INFINITY;
  for (const units of fills) allocated = Math.max(allocated, welfareOf(book, units));
  for (const prices of tuples(book.series.map(() => range(0, top)))) {
    for (const units of fills) {
      if (!keepsRules(book, prices, units)) continue;
      const found = welfareOf(book, units);
      const regret = regretOf(book, prices, units);
      if (found < welfare || (found === welfare && regret >= gap)) continue;
      welfare = found;
      gap = regret;
    }
  }
  return { welfare, gap, allocated };
}

function keepsRules(book: Book, prices: readonly number[], units: readonly number[]): boolean {
  for (const [series, price] of prices.entries()) {
    const own = [...book.hourly].filter((order) => order.series === series);
    const sum = (side: string, is: (limit: number) => boolean) =>
      own.reduce((lots, order) => lots + (order.side === side && is(order.price) ? order.lots : 0), 0);
    const taken = takenOf(book, units, series);
    const least = sum("sell", (limit) => limit < price) - sum("buy", (limit) => limit >= price);
    const most = sum("sell", (limit) => limit <= price) - sum("buy", (limit) => limit > price);
    if (taken > most || (taken < least && price > 0)) return false;
  }
  return book.combinations.every((combination, i) => {
    const surplus = surplusOf(combination, prices);
    const filled = units[i] as number;
    if (filled > 0 && surplus < 0) return false;
    return combination.kind === "block" || surplus <= 0 || filled === combination.units;
  });
}

function regretOf(book: Book, prices: readonly number[], units: readonly number[]): number {
  return book.combinations.reduce(
    (sum, combination, i) =>
      sum + Math.max(0, surplusOf(combination, prices)) * (combination.units - (units[i] as number)),
    0,
  );
}

/** The least regret over all prices that keep the rules with these fills. */
export function leastRegret(book: Book, units: readonly number[], top: number): number {
  let least = Number.POSITIVE_INFINITY;
  for (const prices of tuples(book.series.map(() => range(0, top)))) {
    if (keepsRules(book, prices, units)) least = Math.min(least, regretOf(book, prices, units));
  }
  return least;
}

/** The prices that serve a goal best of all that keep the rules with these fills. */
export function bestServing(book: Book, units: readonly number[], goal: Goal): readonly number[] {
  const far = (prices: readonly number[]) =>
    prices.reduce((sum, price, series) => sum + Math.abs(price - (goal.targets[series] as number)), 0);
  const all = [...tuples(book.series.map(() => range(0, goal.highest)))];
  const fitting = all.filter((prices) => keepsRules(book, prices, units));
  // Lower ones come first, and stay so where they are as near.
  const [best] = fitting.sort((a, b) => far(a) - far(b));
  if (best === undefined) throw new Error("no prices keep the rules");
  return best;
}

/** Lot by lot: whoever asks least gives, to whoever values it most. Minus infinity where there are too few. */
function welfareOf(book: Book, units: readonly number[]): number {
  let welfare = 0;
  for (const [i, { side, value }] of book.combinations.entries()) {
    welfare += (side === "buy" ? value : -value) * (units[i] as number);
  }
  for (const series of book.series.keys()) {
    const lots = (side: string) =>
      [...book.hourly]
        .filter((order) => order.series === series && order.side === side)
        .flatMap((order) => Array.from({ length: order.lots }, () => order.price))
        .sort((a, b) => (side === "buy" ? b - a : a - b));
    const buys = lots("buy");
    const sells = lots("sell");
    const taken = takenOf(book, units, series);
    // Blocks' lots first, wherever they come from; what they bring may also be thrown away.
    const given = sells.splice(0, Math.max(0, taken));
    if (given.length < taken) return Number.NEGATIVE_INFINITY;
    const got = buys.splice(0, Math.max(0, -taken));
    welfare += got.reduce((sum, price) => sum + price, 0) - given.reduce((sum, price) => sum + price, 0);
    for (let i = 0; i < Math.min(buys.length, sells.length); i++) {
      welfare += Math.max(0, (buys[i] as number) - (sells[i] as number));
    }
  }
  return welfare;
}

function takenOf(book: Book, units: readonly number[], series: number): number {
  let taken = 0;
  for (const [i, { side, legs }] of book.combinations.entries()) {
    const lots = legs.find((leg) => leg.series === series)?.lots ?? 0;
    taken += (side === "buy" ? lots : -lots) * (units[i] as number);
  }
  return taken;
}

function surplusOf({ side, value, legs }: Combination, prices: readonly number[]): number {
  const price = legs.reduce((sum, { series, lots }) => sum + (prices[series] as number) * lots, 0);
  return side === "buy" ? value - price : price - value;
}

function fillsOf(combinations: readonly Combination[]): number[][] {
  return [...tuples(combinations.map(({ least, units }) => [0, ...range(least, units)]))];
}

function* tuples(choices: readonly (readonly number[])[]): Generator<number[]> {
  const [first, ...rest] = choices;
  if (first === undefined) {
    yield [];
    return;
  }
  for (const one of first) for (const others of tuples(rest)) yield [one, ...others];
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
