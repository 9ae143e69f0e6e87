/** What several rooms write to: created when first named, with everything zero. */
import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Account, Auction, DailyTotal, Exchange, Lane, Market, Product, Series } from "../generated/schema";
import { high, id32, id64, low32 } from "./ids";
import { accountKind } from "./names";
import { AccountWord } from "./words";

const DAY: i32 = 86400;
const HOURS_PER_DAY: u32 = 24;

export const ZERO = BigInt.zero();

export function exchange(): Exchange {
  const id = Bytes.fromHexString("0x00");
  let found = Exchange.load(id);
  if (found == null) {
    found = new Exchange(id);
    found.total = ZERO;
    found.products = 0;
    found.markets = 0;
    found.accounts = 0;
    found.entries = ZERO;
    found.orders = ZERO;
    found.collected = ZERO;
    found.auctions = 0;
    found.volume = ZERO;
  }
  return found;
}

/** The account with this id, from the first event that names it on. */
export function account(id: Bytes, event: ethereum.Event): Account {
  let found = Account.load(id);
  if (found == null) {
    const word = new AccountWord(id);
    found = new Account(id);
    found.kind = accountKind(word.kind);
    found.owner = word.owner;
    found.desk = word.desk;
    found.ref = word.ref;
    found.balance = ZERO;
    found.entryCount = ZERO;
    found.createdAt = event.block.timestamp;
    found.save();
  }
  return found;
}

/** The product; null where nobody listed it: some calls take any number. */
export function product(number: u32): Product | null {
  return Product.load(id32(number));
}

/** The product of something that only exists for listed ones. */
export function listed(number: u32): Product {
  return Product.load(id32(number))!;
}

/** The series with this id. Its product is listed. */
export function series(id: u64): Series {
  const bytes = id64(id);
  let found = Series.load(bytes);
  if (found == null) {
    const its = listed(high(id));
    const hour = low32(id);
    found = new Series(bytes);
    found.claimId = BigInt.fromU64(id);
    found.product = its.id;
    found.hour = i32(hour);
    found.day = i32(hour / HOURS_PER_DAY);
    found.start = BigInt.fromU32(hour).times(BigInt.fromI32(its.period));
    found.end = found.start.plus(BigInt.fromI32(its.period));
    found.volume = ZERO;
    found.claimSupply = ZERO;
    found.committed = ZERO;
    found.nominated = ZERO;
    found.commitmentCount = 0;
    found.nominationCount = 0;
    found.defaulted = ZERO;
    found.compensated = ZERO;
    found.swept = ZERO;
    found.save();
  }
  return found;
}

/** The auction, with its times as contracts/auction/AuctionBase.sol computes them. */
export function auction(id: u64): Auction {
  const bytes = id64(id);
  let found = Auction.load(bytes);
  if (found == null) {
    const lane = Lane.load(id32(high(id)))!;
    const period = Market.load(lane.market)!.period;
    const number = low32(id);
    const first = u64(number) * u64(lane.stride);
    const deadline = i64(first) * period - lane.lead;
    found = new Auction(bytes);
    found.lane = lane.id;
    found.market = lane.market;
    found.number = i32(number);
    found.firstHour = i32(first);
    found.open = BigInt.fromI64(deadline - lane.solve - lane.collect);
    found.close = BigInt.fromI64(deadline - lane.solve);
    found.deadline = BigInt.fromI64(deadline);
    found.orderCount = 0;
    found.cleared = false;
    found.volume = ZERO;
  }
  return found;
}

/** The totals of the event's day. */
export function today(event: ethereum.Event): DailyTotal {
  const day = event.block.timestamp.toI64() / DAY;
  const id = id32(u32(day));
  let found = DailyTotal.load(id);
  if (found == null) {
    found = new DailyTotal(id);
    found.day = i32(day);
    found.start = BigInt.fromI64(day * DAY);
    found.orders = 0;
    found.fills = 0;
    found.auctions = 0;
    found.volume = ZERO;
    found.turnover = ZERO;
    found.fees = ZERO;
    found.tips = ZERO;
    found.deposits = ZERO;
    found.withdrawals = ZERO;
    found.lotsDelivered = ZERO;
    found.lotsShort = ZERO;
    found.lotsDefaulted = ZERO;
    found.damages = ZERO;
    found.readings = 0;
    found.disputes = 0;
  }
  return found;
}
