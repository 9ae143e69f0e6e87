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
  const { length, series, buys, prices: limits, lots: most } = book.hourly;
  const fills = new Array<number>(length);
  for (let i = 0; i < length; i++) {
    const rest = rests[series[i] as number] as AtPrice;
    const [isBuy, lots] = [buys[i] === 1, most[i] as number];
    const better = isBuy ? (limits[i] as number) - rest.price : rest.price - (limits[i] as number);
    if (better !== 0) {
      fills[i] = better > 0 ? lots : 0;
      continue;
    }
    const filled = Math.min(lots, isBuy ? rest.buys : rest.sells);
    if (isBuy) rest.buys -= filled;
    else rest.sells -= filled;
    fills[i] = filled;
  }
  return fills;
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
