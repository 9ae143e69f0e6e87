/** How many lots of each hourly order fill at given prices: the better ones in full, those at the price as listed. */
import type { Book } from "./book.ts";
import type { Curve } from "./curve.ts";

/** Lots to give out at a price: what remains is taken off by the orders as they come. */
interface AtPrice {
  readonly price: number;
  buys: number;
  sells: number;
}

/**
 * @param curves Of the book.
 * @param prices One that clears, of each series.
 * @param supply Net supply that strips and blocks take from each series.
 */
export function hourlyFills(
  book: Book,
  curves: readonly Curve[],
  prices: readonly number[],
  supply: readonly number[],
): number[] {
  const rests = curves.map((curve, series) => restOf(curve, prices[series] as number, supply[series] as number));
  return book.hourly.map(({ series, side, price, lots }) => {
    const rest = rests[series] as AtPrice;
    const better = side === "buy" ? price - rest.price : rest.price - price;
    if (better !== 0) return better > 0 ? lots : 0;
    const filled = Math.min(lots, side === "buy" ? rest.buys : rest.sells);
    if (side === "buy") rest.buys -= filled;
    else rest.sells -= filled;
    return filled;
  });
}

function restOf({ levels }: Curve, price: number, supply: number): AtPrice {
  const most = { buys: 0, sells: 0 };
  // What sellers at the price have to give beyond what buyers at it take.
  let missing = supply;
  for (const level of levels) {
    if (level.price < price) missing -= level.sells;
    else if (level.price > price) missing += level.buys;
    else Object.assign(most, { buys: level.buys, sells: level.sells });
  }
  // As much of both as there is.
  const sells = Math.min(most.sells, Math.max(0, most.buys + missing));
  return { price, sells, buys: Math.min(most.buys, sells - missing) };
}
