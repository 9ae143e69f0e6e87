/** Auction: orders, prices, fills. */
import { BigInt } from "@graphprotocol/graph-ts";
import {
  AuctionCleared as AuctionClearedEvent,
  OrderCollected as OrderCollectedEvent,
  OrderPlaced as OrderPlacedEvent,
  ReferenceMoved as ReferenceMovedEvent,
  SeriesCleared as SeriesClearedEvent,
} from "../generated/Auction/Auction";
import { Auction, Contest, DailyTotal, Market, Order, PricePoint, Product, Series, Slot } from "../generated/schema";
import { account, auction, exchange, series, today, ZERO } from "./entities";
import { id64, join, pair, u64Of } from "./ids";
import { feePerLot } from "./money";
import { BUY, CLOSE_BUY, orderKind, WRITE } from "./names";
import { averageShort, averageWritten } from "./positions";
import { CollectedWord, OrderWord, ResultWord, wordOf } from "./words";

export function OrderPlaced(event: OrderPlacedEvent): void {
  const word = wordOf(event.params.order);
  const placed = new OrderWord(word);
  const trader = account(event.params.account, event);
  const its = auction(placed.auction);
  its.orderCount += 1;
  its.save();
  const hour = u32(its.firstHour) + u32(placed.offset);
  const traded = series(pair(placed.product, hour));

  const number = id64(u64Of(event.params.slot));
  const order = new Order(join(trader.id, join(its.id, number)));
  order.account = trader.id;
  order.owner = trader.owner;
  order.slot = event.params.slot;
  order.auction = its.id;
  order.series = traded.id;
  order.product = traded.product;
  order.hour = traded.hour;
  order.kind = orderKind(placed.kind);
  order.isBuy = placed.kind == BUY || placed.kind == CLOSE_BUY;
  order.price = placed.price;
  order.lots = placed.lots;
  order.ahead = placed.ahead;
  order.word = word;
  order.placedAt = event.block.timestamp;
  order.placedTx = event.transaction.hash;
  // There is nothing with this id before the series is cleared, and never where the auction is void.
  order.result = join(its.id, traded.id);
  order.collected = false;
  order.save();

  const slot = new Slot(join(trader.id, number));
  slot.account = trader.id;
  slot.number = event.params.slot;
  slot.order = order.id;
  slot.save();

  const totals = exchange();
  totals.orders = totals.orders.plus(BigInt.fromI32(1));
  totals.save();
  const day = today(event);
  day.orders += 1;
  day.save();
}

/** The event names the slot: it is the latest order in it. */
export function OrderCollected(event: OrderCollectedEvent): void {
  const collected = new CollectedWord(wordOf(event.params.collected));
  const slot = Slot.load(join(event.params.account, id64(collected.slot)))!;
  const order = Order.load(slot.order)!;
  const placed = new OrderWord(order.word);
  const filled = collected.filled;
  const result = PricePoint.load(join(order.auction, order.series));
  order.collected = true;
  order.filled = filled;
  order.outcome = outcome(placed, filled, result);
  order.value = ZERO;
  order.fee = ZERO;
  order.collectedAt = event.block.timestamp;
  order.collectedTx = event.transaction.hash;
  if (filled > 0) {
    const price = result!.price;
    const perLot = BigInt.fromI32(price).times(Product.load(order.product)!.tickSize);
    const feeBps = Market.load(Auction.load(order.auction)!.market)!.feeBps;
    const lots = BigInt.fromI32(filled);
    order.fillPrice = price;
    order.value = perLot.times(lots);
    order.fee = feePerLot(perLot, feeBps).times(lots);
  }
  order.save();
  soldShort(order, placed, filled, result);

  const totals = exchange();
  totals.collected = totals.collected.plus(BigInt.fromI32(1));
  totals.save();
  if (filled > 0) {
    const day = today(event);
    day.fills += 1;
    day.save();
  }
}

/** Of a contested auction it may come again for the same series: a better result takes the place of the one before. */
export function SeriesCleared(event: SeriesClearedEvent): void {
  const word = wordOf(event.params.result);
  const result = new ResultWord(word);
  const its = auction(u64Of(event.params.auction));
  const traded = series(u64Of(event.params.series));
  const product = Product.load(traded.product)!;
  const volume = BigInt.fromU32(result.volume);

  const point = new PricePoint(join(its.id, traded.id));
  point.auction = its.id;
  point.lane = its.lane;
  point.series = traded.id;
  point.product = traded.product;
  point.hour = traded.hour;
  point.price = result.price;
  point.volume = volume;
  point.turnover = volume.times(BigInt.fromI32(result.price)).times(product.tickSize);
  point.hourly = BigInt.fromU32(result.hourly);
  point.contested = result.contested;
  point.marginalBuy = BigInt.fromU32(result.marginalBuy);
  point.marginalSell = BigInt.fromU32(result.marginalSell);
  point.base = result.base;
  point.reference = result.base + result.referenceOffset;
  point.low = result.base + result.lo;
  point.high = result.base + result.hi;
  point.word = word;
  point.clearedAt = event.block.timestamp;
  point.block = event.block.number;
  point.save();
}

/** Only now its results are final, of a contested auction too: so here, and once, they are counted. */
export function AuctionCleared(event: AuctionClearedEvent): void {
  const its = auction(u64Of(event.params.auction));
  its.cleared = true;
  its.clearer = event.params.clearer;
  its.clearedAt = event.block.timestamp;
  its.clearedTx = event.transaction.hash;
  its.volume = event.params.volume;
  its.fees = event.params.fees;
  its.tip = event.params.tip;
  its.save();
  const contest = Contest.load(its.id);
  if (contest != null) {
    contest.concluded = true;
    contest.save();
  }
  const market = Market.load(its.market)!;
  market.volume = market.volume.plus(event.params.volume);
  market.fees = market.fees.plus(event.params.fees);
  market.save();
  const totals = exchange();
  totals.auctions += 1;
  totals.volume = totals.volume.plus(event.params.volume);
  totals.save();
  const day = today(event);
  day.auctions += 1;
  const prices = its.prices.load();
  for (let i = 0; i < prices.length; i++) count(prices[i], day);
  day.fees = day.fees.plus(event.params.fees);
  day.tips = day.tips.plus(event.params.tip);
  day.save();
}

export function ReferenceMoved(event: ReferenceMovedEvent): void {
  const its = series(u64Of(event.params.series));
  its.reference = event.params.referencePrice.toI32();
  its.save();
}

function count(point: PricePoint, day: DailyTotal): void {
  const traded = Series.load(point.series)!;
  traded.volume = traded.volume.plus(point.volume);
  traded.save();
  const product = Product.load(point.product)!;
  product.volume = product.volume.plus(point.volume);
  product.turnover = product.turnover.plus(point.turnover);
  product.save();
  day.volume = day.volume.plus(point.volume);
  day.turnover = day.turnover.plus(point.turnover);
}

/** What became of an order: sdk/src/clearing/fill.ts tells the same before it is collected. */
function outcome(order: OrderWord, filled: i32, result: PricePoint | null): string {
  if (filled == order.lots) return "filled";
  if (filled > 0) return "partlyFilled";
  if (result == null) return "void";
  if (result.volume.isZero()) return "noTrade";
  return result.price == order.price ? "behind" : "outbid";
}

/** A written lot is short at its price; a close-out that found no seller is short again at what it was. */
function soldShort(order: Order, placed: OrderWord, filled: i32, result: PricePoint | null): void {
  const seriesId = pair(placed.product, u32(order.hour));
  if (placed.kind == WRITE && filled > 0) {
    averageWritten(order.account, seriesId, filled, new ResultWord(result!.word));
  } else if (placed.kind == CLOSE_BUY && placed.lots > filled) {
    averageShort(order.account, seriesId, placed.lots - filled, placed.basisLow, placed.basisHigh);
  }
}
