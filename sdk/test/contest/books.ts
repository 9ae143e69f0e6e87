import type { BlockRecord } from "../../src/blocks/index.ts";
import { gridAround, TICKS } from "../../src/clearing/index.ts";
import { type ContestBook, type SeriesBook, seriesBookOf } from "../../src/contest/index.ts";

const GRID = gridAround(200);
/** lane 2, number 5 */
export const AUCTION = (2n << 32n) | 5n;

/** A series of hourly orders, `[price, lots]` each, around a reference of 200 ticks: prices 74 to 325. */
export function series(buys: readonly [number, number][], sells: readonly [number, number][]): SeriesBook {
  return seriesBookOf(GRID, { buys: side(buys), sells: side(sells) }, 10);
}

function side(orders: readonly [number, number][]): number[] {
  const lots = new Array<number>(TICKS).fill(0);
  for (const [price, amount] of orders) lots[price - GRID.base] = amount;
  return lots;
}

/** A strip buy over the first two periods of product 0, with the changes. */
export function record(changes: Partial<BlockRecord>): BlockRecord {
  const order = { sell: false, block: false, place: 0, offset: 0, periods: 2, price: 200, lots: 10, least: 0 };
  return { ...order, profile: [], ...changes };
}

/** One product, id 7, tick size 10, with these series and orders. */
export function contestBook(of: readonly (SeriesBook | undefined)[], records: readonly BlockRecord[]): ContestBook {
  const products = [{ id: 7, tickSize: 10n }];
  return { auction: AUCTION, first: 500, window: of.length, products, series: of, records };
}
