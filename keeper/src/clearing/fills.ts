/** How many lots of each hourly order fill at given prices: the better ones in full, those at the price as listed. */
import type { Book } from "./book.ts";

interface AtPrice {
  /** Lots to give out at the price: what remains is taken off by the orders as they come. */
  buys: number;
  sells: number;
}

/**
 * @param prices One that clears, of each series.
 * @param supply Net supply that strips and blocks take from each series.
 */
export function hourlyFills(book: Book, prices: readonly number[], supply: readonly number[]): number[] {
  const inside = book.series.map(() => ({ buys: 0, sells: 0 }));
  const marginal = book.series.map(() => ({ buys: 0, sells: 0 }));
  for (const { series, side, price, lots } of book.hourly) {
    const better = side === "buy" ? price - (prices[series] as number) : (prices[series] as number) - price;
    if (better < 0) continue;
    const sums = (better > 0 ? inside : marginal)[series] as AtPrice;
    if (side === "buy") sums.buys += lots;
    else sums.sells += lots;
  }
  const left = book.series.map((_, series): AtPrice => {
    const { buys, sells } = inside[series] as AtPrice;
    const most = marginal[series] as AtPrice;
    // What sellers at the price have to give beyond what buyers at it take; as much of both as there is.
    const missing = buys + (supply[series] as number) - sells;
    const given = Math.min(most.sells, Math.max(0, most.buys + missing));
    return { sells: given, buys: Math.min(most.buys, given - missing) };
  });
  return book.hourly.map(({ series, side, price, lots }) => {
    const better = side === "buy" ? price - (prices[series] as number) : (prices[series] as number) - price;
    if (better !== 0) return better > 0 ? lots : 0;
    const rest = left[series] as AtPrice;
    const filled = Math.min(lots, side === "buy" ? rest.buys : rest.sells);
    if (side === "buy") rest.buys -= filled;
    else rest.sells -= filled;
    return filled;
  });
}
