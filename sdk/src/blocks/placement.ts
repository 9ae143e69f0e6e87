import { type Grid, MAX_LOTS, TICKS } from "../clearing/index.ts";
import { OutOfBandError } from "../errors/auction.ts";
import {
  WrongBlockLotsError,
  WrongLeastError,
  WrongLimitError,
  WrongPeriodsError,
  WrongProfileError,
} from "../errors/blocks.ts";
import { OutOfRangeError } from "../errors/input.ts";
import type { OrderSide } from "../orders/placement.ts";
import { checkUint32, checkUint64 } from "../range.ts";
import { BlockKind } from "./word.ts";

/** `buy`, `sell` lots that are held, or `write`: sell lots that are to be delivered or bought back later. */
export type BlockSide = OrderSide;

/** What strips and blocks have in common. */
type AnyForm = {
  /** `lane << 32 | number`. */
  readonly auction: bigint;
  /** `product << 32 | hour` of the first period; the auction's window holds all of them. */
  readonly series: bigint;
  /** How many periods: 2 to the window for a strip, 1 to the window for a block. */
  readonly periods: number;
  readonly side: BlockSide;
  /** Lots in each period, or units of the profile: 1 to 134,217,727. */
  readonly lots: number;
  /** The account's own place for the order, 32 bits; apart from the slots of hourly orders. */
  readonly slot: number;
  /** The most that its place in the auction's list may cost, quote units. */
  readonly maxFee: bigint;
};

/** The same lots in each period; it may be cut to any number of them. */
export type StripInput = AnyForm & { readonly form: "strip" };

/** All of its lots, or as few as its `least`, or none. */
export type BlockFormInput = AnyForm & {
  readonly form: "block";
  /** Fewest lots, or units, that it accepts; all of them by default. */
  readonly least?: number | undefined;
  /** Lots of one unit in each period, 1 to 65,535 each; the same in all periods by default. */
  readonly profile?: readonly number[] | undefined;
};

/** A strip or block without its limit. */
export type BlockInput = StripInput | BlockFormInput;

/** A strip or block as the contract takes it: `BlockPlacement` in contracts/interfaces/IBlocks.sol. */
export type BlockPlacement = {
  readonly auction: bigint;
  readonly series: bigint;
  readonly slot: number;
  readonly kind: BlockKind;
  readonly periods: number;
  /** Limit on the average price, ticks. */
  readonly price: number;
  readonly lots: number;
  readonly least: number;
  readonly maxFee: bigint;
  readonly profile: readonly number[];
};

/** Most periods that an auction's window has. */
const MAX_WINDOW = 48;
const MAX_LIMIT = 2 ** 24 - 1;
const MAX_UINT16 = 2 ** 16 - 1;
const MAX_UINT96 = 2n ** 96n - 1n;

const KINDS = {
  strip: { buy: BlockKind.StripBuy, sell: BlockKind.StripSell, write: BlockKind.StripWrite },
  block: { buy: BlockKind.BlockBuy, sell: BlockKind.BlockSell, write: BlockKind.BlockWrite },
} as const;

/**
 * Packs a strip or block whose limit on the average price is in ticks.
 *
 * @throws {WrongPeriodsError} when it covers too few or too many periods.
 * @throws {WrongLimitError} when the limit is not from 1 to 2^24 - 1.
 * @throws {WrongBlockLotsError} when the lots of a period are not from 1 to 2^27 - 1.
 * @throws {WrongLeastError} when a block's fewest lots are not from 1 to its lots.
 * @throws {WrongProfileError} when a profile does not name lots for each period.
 * @throws {OutOfRangeError} when another value does not fit its field, or any is no whole number.
 */
export function packBlockPlacement(order: BlockInput & { readonly ticks: number }): BlockPlacement {
  const periods = checkUint32("periods", order.periods);
  const price = checkUint32("limit in ticks", order.ticks);
  const lots = checkUint32("lots", order.lots);
  if (periods < (order.form === "strip" ? 2 : 1) || periods > MAX_WINDOW) {
    throw new WrongPeriodsError({ periods: BigInt(periods) });
  }
  if (price < 1 || price > MAX_LIMIT) throw new WrongLimitError({ price: BigInt(price) });
  checkBlockLots(lots);
  return {
    auction: checkUint64("auction", order.auction),
    series: checkUint64("series", order.series),
    slot: checkUint32("slot", order.slot),
    kind: KINDS[order.form][order.side],
    periods,
    price,
    lots,
    least: leastOf(order),
    maxFee: checkFee(order.maxFee),
    profile: profileOf(order),
  };
}

/**
 * The limit at which a strip or block counts, ticks: a buy above the average of its periods' bands, weighted by lots, at
 * its top, a sell below it at its bottom.
 *
 * @param grids of its periods
 * @throws {OutOfBandError} when the order could never fill.
 * @throws {WrongLimitError} when a strip's limit over all of its periods is above 2^24 - 1.
 */
export function limitInBand({ kind, price, profile }: BlockPlacement, grids: readonly Grid[]): number {
  const buy = kind === BlockKind.StripBuy || kind === BlockKind.BlockBuy;
  const strip = kind <= BlockKind.StripWrite;
  const units = grids.map((_, i) => profile[i] ?? 1);
  const lots = units.reduce((sum, unit) => sum + unit, 0);
  const bottoms = grids.reduce((sum, { base }, i) => sum + base * (units[i] as number), 0);
  const tops = bottoms + (TICKS - 1) * lots;
  const [bottom, top] = [Math.ceil(bottoms / lots), Math.floor(tops / lots)];
  if (buy ? price * lots < bottoms : price * lots > tops) throw new OutOfBandError({ price, bottom, top });
  const limit = Math.min(Math.max(price, bottom), top);
  if (strip && limit * grids.length > MAX_LIMIT) throw new WrongLimitError({ price: BigInt(limit) });
  return limit;
}

function leastOf(order: BlockInput): number {
  if (order.form === "strip") return 0;
  const least = checkUint32("least", order.least ?? order.lots);
  if (least < 1 || least > order.lots) throw new WrongLeastError({ least: BigInt(least) });
  return least;
}

function profileOf(order: BlockInput): readonly number[] {
  if (order.form === "strip" || order.profile === undefined || order.profile.length === 0) return [];
  if (order.profile.length !== order.periods) throw new WrongProfileError({});
  for (const unit of order.profile) {
    if (checkUint32("lots of a unit", unit) < 1 || unit > MAX_UINT16) throw new WrongProfileError({});
    checkBlockLots(unit * order.lots);
  }
  return order.profile;
}

function checkBlockLots(lots: number): void {
  if (lots < 1 || lots > MAX_LOTS) throw new WrongBlockLotsError({ lots: BigInt(lots) });
}

function checkFee(maxFee: bigint): bigint {
  if (typeof maxFee !== "bigint" || maxFee < 0n || maxFee > MAX_UINT96) {
    throw new OutOfRangeError("maxFee", maxFee, MAX_UINT96);
  }
  return maxFee;
}
