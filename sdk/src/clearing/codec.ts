import { bits, InvalidWordError, type Layout, pack, unpack } from "./layout.ts";

/** The kinds of orders, as `OrderKind` in contracts/types/OrderWord.sol. */
export const OrderKind = {
  None: 0,
  /** A limit buy. */
  Buy: 1,
  /** A limit sell of lots held. */
  Sell: 2,
  /** A limit sell of lots to be delivered. */
  Write: 3,
  /** Close-out of an unscheduled long. */
  CloseSell: 4,
  /** Close-out of a short without capacity. */
  CloseBuy: 5,
} as const;

export type OrderKind = (typeof OrderKind)[keyof typeof OrderKind];

/** One order, as it stands in its account's slot. */
export interface Order {
  /** lane << 32 | number */
  readonly auction: bigint;
  readonly product: number;
  /** Periods from the first of the auction's window to the order's. */
  readonly offset: number;
  readonly kind: OrderKind;
  /** Limit in ticks, already moved into the band. */
  readonly price: number;
  /** Zero once collected. */
  readonly lots: number;
  /** Lots that stood at the same tick and side before this order. */
  readonly ahead: number;
  /** Write: reference << 32 | base, ticks. CloseBuy: mark << 32 | k, ticks x 256. Else zero. */
  readonly basis: bigint;
}

/** What the clearing of one series in one auction found. Prices in ticks. */
export interface Result {
  /** Without volume an indication only. */
  readonly price: number;
  /** Lots that were bought. */
  readonly volume: number;
  /** Lots filled among the buys limited exactly at the price, first come first served. */
  readonly marginalBuy: number;
  /** Lots filled among the sells limited exactly at the price, first come first served. */
  readonly marginalSell: number;
  /** Tick t of the grid is the price base + t. */
  readonly base: number;
  /** base plus this is the reference that the grid was built around. */
  readonly referenceOffset: number;
  /** The lowest tick of the grid that clears. */
  readonly lo: number;
  /** The highest tick of the grid that clears. */
  readonly hi: number;
  /** Lots of the volume that hourly orders traded with each other: what references and spot prices count. */
  readonly hourly: number;
  /** Whether the auction has strips or blocks, so that this is final only from its deadline on. */
  readonly contested: boolean;
  /** Of a contested auction: which way firm hourly orders press from an edge of the band. */
  readonly pressed: Pressed;
}

/** 0 not at all, 1 down from the bottom of the band, 2 up from its top. */
export type Pressed = 0 | 1 | 2;

const ORDER: Layout<Order> = [
  ["auction", 0n, 64n],
  ["product", 64n, 32n],
  ["offset", 96n, 6n],
  ["kind", 102n, 3n],
  ["price", 105n, 24n],
  ["lots", 129n, 27n],
  ["ahead", 156n, 27n],
  ["basis", 183n, 64n],
];

const RESULT: Layout<Result> = [
  ["price", 0n, 32n],
  ["volume", 32n, 32n],
  ["marginalBuy", 64n, 32n],
  ["marginalSell", 96n, 32n],
  ["base", 128n, 32n],
  ["referenceOffset", 160n, 8n],
  ["lo", 168n, 8n],
  ["hi", 176n, 8n],
  ["hourly", 184n, 27n],
  ["contested", 211n, 1n],
  ["pressed", 212n, 2n],
];

const COLLECTED: Layout<{ slot: bigint; filled: number }> = [
  ["filled", 0n, 32n],
  ["slot", 32n, 64n],
];

const EXISTS = 1n << 255n;

/**
 * Packs an order as contracts/types/OrderWord.sol does.
 *
 * @throws {InvalidWordError} when a value does not fit its field
 */
export function packOrder(order: Order): bigint {
  return pack(ORDER, order);
}

/**
 * Takes an order word apart.
 *
 * @throws {InvalidWordError} when the word has no known kind of order
 */
export function unpackOrder(word: bigint): Order {
  const { kind, ...parts } = unpack(ORDER, word);
  const known = Object.values(OrderKind).find((value) => value === Number(kind));
  if (known === undefined) throw new InvalidWordError(`${kind} is no kind of order.`);
  return {
    auction: parts.auction,
    product: Number(parts.product),
    offset: Number(parts.offset),
    kind: known,
    price: Number(parts.price),
    lots: Number(parts.lots),
    ahead: Number(parts.ahead),
    basis: parts.basis,
  };
}

/**
 * Packs a result as contracts/types/ResultWord.sol does.
 *
 * @throws {InvalidWordError} when a value does not fit its field
 */
export function packResult(result: Result): bigint {
  return EXISTS | pack(RESULT, result);
}

/** What left a slot, as contracts/types/CollectedWord.sol packs it: `filled` in lots. */
export function unpackCollected(word: bigint): { readonly slot: bigint; readonly filled: number } {
  const { slot, filled } = unpack(COLLECTED, word);
  return { slot, filled: Number(filled) };
}

/** Takes a result word apart; `undefined` where the series was not cleared (the word is zero). */
export function unpackResult(word: bigint): Result | undefined {
  if (word === 0n) return undefined;
  const parts = unpack(RESULT, word);
  return {
    price: Number(parts.price),
    volume: Number(parts.volume),
    marginalBuy: Number(parts.marginalBuy),
    marginalSell: Number(parts.marginalSell),
    base: Number(parts.base),
    referenceOffset: Number(parts.referenceOffset),
    lo: Number(parts.lo),
    hi: Number(parts.hi),
    hourly: Number(parts.hourly),
    contested: parts.contested === 1n,
    pressed: Number(parts.pressed) as Pressed,
  };
}

/** The id of a series: product << 32 | hour. The hour is counted in delivery periods since the epoch. */
export function seriesId(product: number, hour: number): bigint {
  return twoHalves(product, hour);
}

/** The product and hour of a series. */
export function parseSeriesId(series: bigint): { readonly product: number; readonly hour: number } {
  return { product: Number(series >> 32n), hour: Number(series & 0xffffffffn) };
}

/** The id of an auction: lane << 32 | number. Its window begins at hour number x stride. */
export function auctionId(lane: number, number: number): bigint {
  return twoHalves(lane, number);
}

/** The lane and number of an auction. */
export function parseAuctionId(auction: bigint): { readonly lane: number; readonly number: number } {
  return { lane: Number(auction >> 32n), number: Number(auction & 0xffffffffn) };
}

/** The first 32 and the last 32 bits of the basis of a Write or CloseBuy. */
export function parseBasis(basis: bigint): { readonly high: number; readonly low: number } {
  return { high: Number(basis >> 32n), low: Number(basis & 0xffffffffn) };
}

function twoHalves(high: number, low: number): bigint {
  return (bits("high half", high, 32n) << 32n) | bits("low half", low, 32n);
}
