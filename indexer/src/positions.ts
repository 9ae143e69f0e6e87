/** Positions, and what short lots were sold for, as contracts/ledger/Positions.sol counts it. */
import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";
import { Position } from "../generated/schema";
import { account, listed, series, ZERO } from "./entities";
import { high, id64, join } from "./ids";
import { BAND, ResultWord } from "./words";

export function position(accountId: Bytes, seriesId: u64, event: ethereum.Event): Position {
  const id = join(accountId, id64(seriesId));
  let found = Position.load(id);
  if (found == null) {
    const holder = account(accountId, event);
    const its = series(seriesId);
    found = new Position(id);
    found.account = holder.id;
    found.owner = holder.owner;
    found.series = its.id;
    found.product = its.product;
    found.hour = its.hour;
    found.lots = 0;
    found.k = ZERO;
    found.mark = ZERO;
    found.updatedAt = event.block.timestamp;
  }
  return found;
}

/**
 * Lots that were just sold short, or came back short from a close-out: the averages over all short lots, rounded down.
 * LotsMoved came before and says nothing of prices, so it has counted the lots already.
 *
 * @param sold lots that left the position, out of a long one first
 * @param k basis of the sale, max(sale price, basisFloor), ticks x 256
 * @param mark max(basis, reference), ticks x 256
 */
export function averageShort(accountId: Bytes, seriesId: u64, sold: i32, k: u32, mark: u32): void {
  const its = Position.load(join(accountId, id64(seriesId)))!;
  const before = its.lots + sold;
  const held = before < 0 ? -before : 0;
  const added = before > 0 ? sold - (before < sold ? before : sold) : sold;
  if (added <= 0) return;
  const heldLots = BigInt.fromI32(held);
  const addedLots = BigInt.fromI32(added);
  const all = heldLots.plus(addedLots);
  its.k = its.k.times(heldLots).plus(BigInt.fromU32(k).times(addedLots)).div(all);
  its.mark = its.mark.times(heldLots).plus(BigInt.fromU32(mark).times(addedLots)).div(all);
  its.save();
}

/**
 * Lots that an order wrote. They count as sold at the price, at the product's floor at least, and at the top of the band
 * at most: a contested auction's price can lie above it, where collateral was taken for the band only.
 */
export function averageWritten(accountId: Bytes, seriesId: u64, sold: i32, result: ResultWord): void {
  const floor = u32(listed(high(seriesId)).basisFloor);
  const reference = u32(result.base + result.referenceOffset);
  const top = u32(result.base) + BAND;
  const price = u32(result.price) < top ? u32(result.price) : top;
  const basis = price > floor ? price : floor;
  const mark = basis > reference ? basis : reference;
  averageShort(accountId, seriesId, sold, basis << 8, mark << 8);
}
