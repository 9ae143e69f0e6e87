/** Blocks: strips and blocks, and what became of them. */
import { BigInt, Bytes } from "@graphprotocol/graph-ts";
import { BlockCollected as BlockCollectedEvent, BlockPlaced as BlockPlacedEvent } from "../generated/Blocks/Blocks";
import { Auction, BlockOrder, BlockSlot, Contest, Market, PricePoint, Product } from "../generated/schema";
import { account, auction, series, ZERO } from "./entities";
import { id64, join, pair, u64Of } from "./ids";
import { feePerLot } from "./money";
import { BLOCK_WRITE, blockKind, isBlockBuy, STRIP_WRITE } from "./names";
import { averageWritten } from "./positions";
import { BlockWord, ResultWord, wordOf } from "./words";

/** Bytes of a record before its profile. */
const RECORD_HEAD: i32 = 14;

export function BlockPlaced(event: BlockPlacedEvent): void {
  const word = wordOf(event.params.order);
  const placed = new BlockWord(word);
  const trader = account(event.params.account, event);
  const its = auction(placed.auction);
  const list = contestOf(its);
  list.count += 1;
  list.size += placed.size;
  list.save();
  const hour = u32(its.firstHour) + u32(placed.offset);
  const first = series(pair(placed.product, hour));
  const market = Market.load(its.market)!;

  const number = id64(u64Of(event.params.slot));
  const order = new BlockOrder(join(trader.id, join(its.id, number)));
  order.account = trader.id;
  order.owner = trader.owner;
  order.slot = event.params.slot;
  order.auction = its.id;
  order.contest = list.id;
  order.series = first.id;
  order.product = first.product;
  order.hour = first.hour;
  order.periods = placed.periods;
  order.kind = blockKind(placed.kind);
  order.isBuy = isBlockBuy(placed.kind);
  order.isStrip = placed.kind <= STRIP_WRITE;
  order.price = placed.price;
  order.lots = placed.lots;
  order.least = placed.least;
  order.profile = profileIn(event.params.record);
  order.index = placed.index;
  order.size = placed.size;
  order.placeFee = market.wordFee.times(BigInt.fromI32(placed.size << placed.step));
  order.word = word;
  order.record = event.params.record;
  order.placedAt = event.block.timestamp;
  order.placedTx = event.transaction.hash;
  order.collected = false;
  order.save();

  const slot = new BlockSlot(join(trader.id, number));
  slot.account = trader.id;
  slot.number = event.params.slot;
  slot.order = order.id;
  slot.save();
}

/** The event names the slot: it is the latest order in it. */
export function BlockCollected(event: BlockCollectedEvent): void {
  const slot = BlockSlot.load(join(event.params.account, id64(u64Of(event.params.slot))))!;
  const order = BlockOrder.load(slot.order)!;
  const placed = new BlockWord(order.word);
  const filled = event.params.filled.toI32();
  const tickSize = Product.load(order.product)!.tickSize;
  const feeBps = Market.load(Auction.load(order.auction)!.market)!.feeBps;
  const writes = placed.kind == STRIP_WRITE || placed.kind == BLOCK_WRITE;
  let cleared = true;
  let value = ZERO;
  let fee = ZERO;
  // Ticks that one unit gains at the prices.
  let gain = ZERO;
  for (let i = 0; i < order.periods; i++) {
    const seriesId = pair(placed.product, u32(order.hour + i));
    const point = PricePoint.load(join(order.auction, id64(seriesId)));
    if (point == null) {
      cleared = false;
      break;
    }
    const unit = order.profile.length == 0 ? 1 : order.profile[i];
    const lots = unit * filled;
    const perLot = BigInt.fromI32(point.price).times(tickSize);
    value = value.plus(perLot.times(BigInt.fromI32(lots)));
    fee = fee.plus(feePerLot(perLot, feeBps).times(BigInt.fromI32(lots)));
    const off = order.isBuy ? placed.price - point.price : point.price - placed.price;
    gain = gain.plus(BigInt.fromI32(off).times(BigInt.fromI32(unit)));
    if (writes && filled > 0) {
      averageWritten(order.account, seriesId, lots, new ResultWord(point.word));
    }
  }
  order.collected = true;
  order.outcome = cleared ? outcome(placed, filled, gain) : "void";
  if (cleared) order.surplus = gain.times(tickSize).times(BigInt.fromI32(placed.lots));
  order.filled = filled;
  order.value = value;
  order.fee = fee;
  order.placeFeeKept = event.params.fee;
  order.collectedAt = event.block.timestamp;
  order.collectedTx = event.transaction.hash;
  order.save();
}

/** The auction's contest, from its first strip or block on. */
function contestOf(its: Auction): Contest {
  let found = Contest.load(its.id);
  if (found == null) {
    found = new Contest(its.id);
    found.auction = its.id;
    found.count = 0;
    found.size = 0;
    found.concluded = false;
    its.contest = found.id;
    its.save();
  }
  return found;
}

/** The lots of a unit in each period, two bytes each; see contracts/types/BlockRecord.sol. */
function profileIn(record: Bytes): i32[] {
  const profile: i32[] = [];
  for (let i = RECORD_HEAD; i + 1 < record.length; i += 2) {
    profile.push((i32(record[i]) << 8) | i32(record[i + 1]));
  }
  return profile;
}

/** What became of a strip or block of a cleared auction: sdk/src/blocks/fill.ts tells the same before it is collected. */
function outcome(order: BlockWord, filled: i32, gain: BigInt): string {
  if (filled == order.lots) return "filled";
  if (filled > 0) return "partlyFilled";
  if (gain.isZero()) return "atLimit";
  return gain.lt(ZERO) ? "outbid" : "left";
}
