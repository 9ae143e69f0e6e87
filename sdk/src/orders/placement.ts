/**
 * An order as it is placed, in one word of calldata.
 *
 *   255    224 223    192 191    160 159    128 127           64 63            0
 *  +----------+----------+----------+----------+----------------+---------------+
 *  | kind (32)| slot (32)| lots (32)|price (32)|   series (64)  |  auction (64) |
 *  +----------+----------+----------+----------+----------------+---------------+
 */
import { type Hex, numberToHex } from "viem";
import { OrderKind } from "../clearing/index.ts";
import { checkLots, checkUint32, checkUint64 } from "../range.ts";

/** `buy`, `sell` lots that are held, or `write`: sell lots that are to be delivered or bought back later. */
export type OrderSide = "buy" | "sell" | "write";

/** The number of each side in the contracts. */
export const ORDER_KINDS = { buy: OrderKind.Buy, sell: OrderKind.Sell, write: OrderKind.Write } as const;

/** An order without its price. */
export type OrderInput = {
  /** `lane << 32 | number`. */
  readonly auction: bigint;
  /** `product << 32 | hour`; the auction's window holds the hour. */
  readonly series: bigint;
  readonly side: OrderSide;
  /** 1 to 134,217,727. */
  readonly lots: number;
  /** The account's own place for the order, 32 bits; an order of an earlier auction in it is collected on the way. */
  readonly slot: number;
};

/**
 * Packs an order whose limit is in ticks.
 *
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {OutOfRangeError} when another value does not fit its field.
 */
export function packPlacement(order: OrderInput & { readonly ticks: number }): Hex {
  const word =
    checkUint64("auction", order.auction) |
    (checkUint64("series", order.series) << 64n) |
    (BigInt(checkUint32("price in ticks", order.ticks)) << 128n) |
    (BigInt(checkLots(order.lots)) << 160n) |
    (BigInt(checkUint32("slot", order.slot)) << 192n) |
    (BigInt(ORDER_KINDS[order.side]) << 224n);
  return numberToHex(word, { size: 32 });
}
