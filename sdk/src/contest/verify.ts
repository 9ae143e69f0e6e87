import type { BlockRecord } from "../blocks/record.ts";
import { MAX_LOTS, type Result, seriesId, TICKS } from "../clearing/index.ts";
import {
  BelowLeastError,
  BlockAtALossError,
  NoBlocksError,
  NotBalancedError,
  PriceWithoutOrdersError,
  StripRegretError,
  TooMuchVolumeError,
  WrongFillsError,
  WrongLengthError,
} from "../errors/verifier.ts";
import { middleOf } from "./baseline.ts";
import type { Allocation, ContestBook, Figures, SeriesBook } from "./types.ts";

const MAX_GAP = 2n ** 128n - 1n;
/** What a tick beyond the band counts more. */
const BEYOND = 256;

/** Figures that grow as orders and series are checked, and what orders trade in each series. */
interface Sum {
  welfare: bigint;
  gap: bigint;
  stripGap: bigint;
  distance: number;
  /** Lots by series. */
  readonly bought: number[];
  readonly sold: number[];
}

/**
 * Checks an allocation as `Verifier.verify` does, and says what it comes to: the same integers, the same errors.
 *
 * @throws {NoBlocksError} when the auction has no strips or blocks.
 * @throws {WrongLengthError} when there is not one price for each series.
 * @throws {WrongFillsError} when there is not one fill for each order, one is beyond its lots, or too many are partial.
 * @throws {StripRegretError} when a strip that gains is not filled, or one that loses is.
 * @throws {BlockAtALossError} when a block that loses is filled.
 * @throws {BelowLeastError} when a block is filled below its fewest lots.
 * @throws {NotBalancedError} when no hourly fills balance a series.
 * @throws {TooMuchVolumeError} when more than 2^27 - 1 lots of a series change hands.
 * @throws {PriceWithoutOrdersError} when a series without orders has a price.
 */
export function verifySolution(book: ContestBook, allocation: Allocation): Figures {
  return check(book, allocation, false);
}

/**
 * What prices come to where no strip and no block is filled, as `Verifier.verifyBaseline` has it: strips can have
 * regrets, which are in the gap.
 *
 * @param prices ticks, product by product and period by period; see `baselinePrices`
 * @throws {NoBlocksError} when the auction has no strips or blocks.
 * @throws {WrongLengthError} when there is not one price for each series.
 * @throws {NotBalancedError} when no hourly fills balance a series.
 * @throws {PriceWithoutOrdersError} when a series without orders has a price.
 */
export function verifyBaseline(book: ContestBook, prices: readonly number[]): Figures {
  return check(book, { prices, filled: book.records.map(() => 0) }, true);
}

function check(book: ContestBook, { prices, filled }: Allocation, isBaseline: boolean): Figures {
  const count = book.products.length * book.window;
  if (prices.length !== count) {
    throw new WrongLengthError({ length: BigInt(prices.length) * 3n, needed: BigInt(count) * 3n });
  }
  if (book.records.length === 0) throw new NoBlocksError({ auction: book.auction });
  if (!isBaseline) checkFills(book, filled);
  const zeros = () => new Array<number>(count).fill(0);
  const sum: Sum = { welfare: 0n, gap: 0n, stripGap: 0n, distance: 0, bought: zeros(), sold: zeros() };
  book.records.forEach((record, index) => {
    addOrder(book, prices, { record, index, filled: filled[index] ?? 0, isBaseline }, sum);
  });
  const results = book.series.map((series, i) => addSeries(book, series, { i, price: prices[i] ?? 0 }, sum));
  const { welfare, gap, stripGap, distance } = sum;
  return { welfare, gap: gap > MAX_GAP ? MAX_GAP : gap, stripGap, distance, results };
}

function checkFills({ records, series }: ContestBook, filled: readonly number[]): void {
  const isFill = (lots: number, i: number) => Number.isInteger(lots) && lots >= 0 && lots <= (records[i]?.lots ?? 0);
  const partial = filled.filter((lots, i) => lots > 0 && lots !== records[i]?.lots).length;
  if (filled.length !== records.length || !filled.every(isFill) || partial > series.length) {
    throw new WrongFillsError({});
  }
}

interface Case {
  readonly record: BlockRecord;
  readonly index: number;
  readonly filled: number;
  readonly isBaseline: boolean;
}

function addOrder(book: ContestBook, prices: readonly number[], order: Case, sum: Sum): void {
  const { record, filled } = order;
  const { sell, offset, periods, place } = record;
  const from = place * book.window + offset;
  const side = sell ? sum.sold : sum.bought;
  // Ticks for one lot in each period or one unit of the profile: below 2^46, exact.
  let [worth, price] = [0, 0];
  for (let j = 0; j < periods; j++) {
    const lots = record.profile[j] ?? 1;
    worth += record.price * lots;
    price += (prices[from + j] ?? 0) * lots;
    side[from + j] = (side[from + j] ?? 0) + lots * filled;
  }
  const tickSize = book.products[place]?.tickSize ?? 0n;
  judge(order, { surplus: sell ? price - worth : worth - price, tickSize }, sum);
  const value = BigInt(worth) * BigInt(filled) * tickSize;
  sum.welfare += sell ? -value : value;
}

/** @param at what one lot or unit gains, ticks, and what a tick is */
function judge(order: Case, at: { readonly surplus: number; readonly tickSize: bigint }, sum: Sum): void {
  const { record, filled, isBaseline } = order;
  const index = BigInt(order.index);
  if (filled > 0 && filled < record.least) throw new BelowLeastError({ index });
  if (filled > 0 && at.surplus < 0) {
    throw record.block ? new BlockAtALossError({ index }) : new StripRegretError({ index });
  }
  if (at.surplus <= 0 || filled === record.lots) return;
  const regret = BigInt(at.surplus) * BigInt(record.lots - filled) * at.tickSize;
  sum.gap += regret;
  if (record.block) return;
  if (!isBaseline) throw new StripRegretError({ index });
  sum.stripGap += regret;
}

interface At {
  /** Place among the series. */
  readonly i: number;
  /** Ticks. */
  readonly price: number;
}

function addSeries(book: ContestBook, series: SeriesBook | undefined, { i, price }: At, sum: Sum): Result | undefined {
  const product = book.products[Math.floor(i / book.window)];
  const id = seriesId(product?.id ?? 0, book.first + (i % book.window));
  if (series === undefined) {
    if (price > 0) throw new PriceWithoutOrdersError({ series: id });
    return undefined;
  }
  const { grid, lo, hi, pressed } = series;
  const depth = depthAt(series, price);
  const buys = depth.buyBetter + (sum.bought[i] ?? 0);
  const sells = depth.sellBetter + (sum.sold[i] ?? 0);
  // Marginal fills are the largest ones that balance; at the price 0 what finds no buyer is given up.
  const volume = price > 0 ? Math.min(buys + depth.buyAt, sells + depth.sellAt) : Math.max(buys, sells);
  if (volume < buys || volume < sells || (price === 0 && sells < buys)) {
    throw new NotBalancedError({ series: id, price: BigInt(price) });
  }
  const [marginalBuy, marginalSell] = price > 0 ? [volume - buys, volume - sells] : [0, 0];
  if (volume > MAX_LOTS) throw new TooMuchVolumeError({ series: id, lots: BigInt(volume) });

  const traded = depth.buyValue + marginalBuy * price - depth.sellValue - marginalSell * price;
  sum.welfare += BigInt(traded) * (product?.tickSize ?? 0n);
  sum.distance += Math.abs(price - middleOf(series)) + BEYOND * beyond(grid, price);
  return {
    price,
    volume: buys + marginalBuy,
    marginalBuy,
    marginalSell,
    base: grid.base,
    referenceOffset: grid.reference - grid.base,
    lo,
    hi,
    hourly: Math.min(depth.buyBetter + marginalBuy, depth.sellBetter + marginalSell),
    contested: true,
    pressed,
  };
}

/** Ticks that a price lies outside of the band. */
function beyond({ base }: SeriesBook["grid"], price: number): number {
  return Math.max(0, base - price, price - (base + TICKS - 1));
}

/** Lots of hourly orders around a price, and of the better ones lots x limit in ticks: below 2^52, exact. */
function depthAt({ grid, book }: SeriesBook, price: number) {
  const depth = { buyBetter: 0, buyAt: 0, buyValue: 0, sellBetter: 0, sellAt: 0, sellValue: 0 };
  book.buys.forEach((lots, tick) => {
    const limit = grid.base + tick;
    if (limit > price) {
      depth.buyBetter += lots;
      depth.buyValue += lots * limit;
    } else if (limit === price) depth.buyAt = lots;
  });
  book.sells.forEach((lots, tick) => {
    const limit = grid.base + tick;
    if (limit < price) {
      depth.sellBetter += lots;
      depth.sellValue += lots * limit;
    } else if (limit === price) depth.sellAt = lots;
  });
  return depth;
}
