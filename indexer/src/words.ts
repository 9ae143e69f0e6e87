/**
 * Packed words, taken apart as contracts/types packs them. A word is 32 bytes, the highest first; a field is named by
 * its lowest bit and its size.
 */
import { BigInt, Bytes } from "@graphprotocol/graph-ts";

const WORD: i32 = 32;

/** A uint256 of an event as a word. */
export function wordOf(value: BigInt): Bytes {
  const word = new Uint8Array(WORD);
  // BigInt holds its bytes lowest first, and one more where the highest bit is set.
  const size = value.length < WORD ? value.length : WORD;
  for (let i = 0; i < size; i++) word[WORD - 1 - i] = value[i];
  return Bytes.fromUint8Array(word);
}

/** A field of at most 64 bits. */
export function bits(word: Bytes, from: i32, size: i32): u64 {
  const skipped: i32 = from & 7;
  const first: i32 = from >> 3;
  const count: i32 = (skipped + size + 7) >> 3;
  let value: u64 = u64(word[WORD - 1 - first]) >> u64(skipped);
  for (let i = 1; i < count; i++) value |= u64(word[WORD - 1 - first - i]) << u64(8 * i - skipped);
  return size < 64 ? value & ((u64(1) << u64(size)) - 1) : value;
}

/** The lowest `size` bytes of a word as a number. */
function low(word: Bytes, size: i32): BigInt {
  const bytes = new Uint8Array(size);
  for (let i = 0; i < size; i++) bytes[i] = word[WORD - 1 - i];
  return BigInt.fromUnsignedBytes(Bytes.fromUint8Array(bytes));
}

/** kind 248..255, desk 232..247, owner 72..231, ref 0..71; see contracts/types/Account.sol. */
export class AccountWord {
  kind: i32;
  desk: i32;
  owner: Bytes;
  ref: BigInt;

  constructor(word: Bytes) {
    this.kind = i32(bits(word, 248, 8));
    this.desk = i32(bits(word, 232, 16));
    this.owner = Bytes.fromUint8Array(word.subarray(3, 23));
    this.ref = low(word, 9);
  }
}

/** code 248..255, reference 0..247; see contracts/types/Memo.sol. */
export class MemoWord {
  code: i32;
  reference: BigInt;

  constructor(word: Bytes) {
    this.code = i32(bits(word, 248, 8));
    this.reference = low(word, 31);
  }
}

/** What left a slot. */
export class CollectedWord {
  slot: u64;
  /** Lots. */
  filled: i32;

  constructor(word: Bytes) {
    this.slot = bits(word, 32, 64);
    this.filled = i32(bits(word, 0, 32));
  }
}

/** See contracts/types/OrderWord.sol. */
export class OrderWord {
  auction: u64;
  product: u32;
  /** Periods from the first of the auction's window. */
  offset: i32;
  kind: i32;
  /** Ticks. */
  price: i32;
  lots: i32;
  ahead: i32;
  /** Write: reference, ticks. CloseBuy: mark, ticks x 256. */
  basisHigh: u32;
  /** Write: base of the grid, ticks. CloseBuy: k, ticks x 256. */
  basisLow: u32;

  constructor(word: Bytes) {
    this.auction = bits(word, 0, 64);
    this.product = u32(bits(word, 64, 32));
    this.offset = i32(bits(word, 96, 6));
    this.kind = i32(bits(word, 102, 3));
    this.price = i32(bits(word, 105, 24));
    this.lots = i32(bits(word, 129, 27));
    this.ahead = i32(bits(word, 156, 27));
    this.basisHigh = u32(bits(word, 215, 32));
    this.basisLow = u32(bits(word, 183, 32));
  }
}

/** See contracts/types/BlockWord.sol. */
export class BlockWord {
  auction: u64;
  product: u32;
  /** Periods from the first of the auction's window. */
  offset: i32;
  periods: i32;
  kind: i32;
  /** Ticks. */
  price: i32;
  lots: i32;
  least: i32;
  index: i32;
  step: i32;
  size: i32;

  constructor(word: Bytes) {
    this.auction = bits(word, 0, 64);
    this.product = u32(bits(word, 64, 32));
    this.offset = i32(bits(word, 96, 6));
    this.periods = i32(bits(word, 102, 6));
    this.kind = i32(bits(word, 111, 3));
    this.price = i32(bits(word, 114, 24));
    this.lots = i32(bits(word, 138, 27));
    this.least = i32(bits(word, 165, 27));
    this.index = i32(bits(word, 192, 16));
    this.step = i32(bits(word, 208, 3));
    this.size = i32(bits(word, 211, 5));
  }
}

/** Ticks of a grid above its base: the band that references and margins stay in. */
export const BAND: u32 = 251;

/** See contracts/types/ResultWord.sol. */
export class ResultWord {
  /** Ticks. */
  price: i32;
  volume: u32;
  marginalBuy: u32;
  marginalSell: u32;
  /** Ticks: tick t of the grid is the price base + t. */
  base: i32;
  referenceOffset: i32;
  lo: i32;
  hi: i32;
  /** Lots that hourly orders traded with each other. */
  hourly: u32;
  /** The auction has strips or blocks: until it is concluded a better result can replace this one. */
  contested: bool;

  constructor(word: Bytes) {
    this.price = i32(bits(word, 0, 32));
    this.volume = u32(bits(word, 32, 32));
    this.marginalBuy = u32(bits(word, 64, 32));
    this.marginalSell = u32(bits(word, 96, 32));
    this.base = i32(bits(word, 128, 32));
    this.referenceOffset = i32(bits(word, 160, 8));
    this.lo = i32(bits(word, 168, 8));
    this.hi = i32(bits(word, 176, 8));
    this.hourly = u32(bits(word, 184, 27));
    this.contested = bits(word, 211, 1) == 1;
  }
}

/** The small fields of a settled reading; see Readings.shares in contracts/types/Reading.sol. */
export class SharesWord {
  shortfallPpm: i32;
  lots: u32;
  deliveredPpm: i32;
  lostProviderPpm: i32;
  lostBuyerPpm: i32;
  performancePpm: u32;
  preemptions: u32;
  version: i32;

  constructor(word: Bytes) {
    this.shortfallPpm = i32(bits(word, 0, 32));
    this.lots = u32(bits(word, 32, 32));
    this.deliveredPpm = i32(bits(word, 64, 32));
    this.lostProviderPpm = i32(bits(word, 96, 32));
    this.lostBuyerPpm = i32(bits(word, 128, 32));
    this.performancePpm = u32(bits(word, 160, 32));
    this.preemptions = u32(bits(word, 192, 32));
    this.version = i32(bits(word, 224, 8));
  }
}
