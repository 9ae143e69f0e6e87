/** Why a strip or block cannot be placed, in words beside the field that it is about. */
import {
  AuctionNotCollectingError,
  CapacityExceededError,
  InsufficientCashError,
  InsufficientLotsError,
  InsufficientStakeError,
  ListFullError,
  OutOfBandError,
  PriceOutOfRangeError,
  SeriesNotInAuctionError,
  TooSmallError,
  WordFeeAboveError,
  WrongBlockLotsError,
  WrongLimitError,
  WrongPeriodsError,
  WrongProfileError,
  WrongTickError,
} from "@clearhour/sdk";
import { formatLots, lotsInWords } from "../lib/format.ts";
import { wordsOf } from "../ui/words.ts";
import type { BlockField } from "./blockInput.ts";

/** A field, or the order as a whole. */
export interface BlockProblem {
  readonly field: BlockField | "order";
  readonly words: string;
}

/** How values are shown. */
export interface Shown {
  /** Quote units, with the token. */
  readonly money: (amount: bigint) => string;
  /** Ticks, as money per lot. */
  readonly price: (ticks: number) => string;
  /** `product << 32 | hour`. */
  readonly hour: (series: bigint) => string;
}

/** The problem that an error of the SDK tells of; `undefined` for too little cash, which the quote says. */
export function problemOf(error: unknown, { hour, money, price }: Shown): BlockProblem | undefined {
  if (error instanceof WrongPeriodsError || error instanceof SeriesNotInAuctionError) {
    return { field: "hours", words: "The auction's window does not hold so many hours from this one." };
  }
  if (error instanceof WrongTickError) {
    return {
      field: "price",
      words: `In steps of ${money(error.tickSize)}: ${money(error.below)} or ${money(error.above)}.`,
    };
  }
  if (error instanceof OutOfBandError) {
    const { bottom, price: limit, top } = error.args;
    const nearest = limit < bottom ? `bid at least ${price(bottom)}` : `ask at most ${price(top)}`;
    return { field: "price", words: `It could never fill: ${nearest}, where this auction's prices end.` };
  }
  if (error instanceof WrongLimitError || error instanceof PriceOutOfRangeError) {
    return { field: "price", words: "Above zero, and below what an order can hold." };
  }
  if (error instanceof WrongBlockLotsError) {
    return { field: "lots", words: "An hour has 134,217,727 lots at most." };
  }
  if (error instanceof WrongProfileError) {
    return {
      field: "lots",
      words: "Its lots have too small a common divisor: 65,535 times that is the most of an hour.",
    };
  }
  if (error instanceof TooSmallError) {
    const { minimum, notional } = error.args;
    return { field: "lots", words: `Worth ${money(notional)}: a strip or block has to be worth ${money(minimum)}.` };
  }
  if (error instanceof InsufficientLotsError) {
    const { needed, position, series } = error.args;
    const held = position > 0 ? `hold ${lotsInWords(position)}` : "hold none";
    return { field: "lots", words: `You ${held} of ${hour(series)}; ${formatLots(needed)} are needed.` };
  }
  if (error instanceof CapacityExceededError) {
    const { capacity, lots, series, used } = error.args;
    const have = `You have ${lotsInWords(capacity)} registered in ${hour(series)}, ${formatLots(used)} of them in use`;
    return { field: "lots", words: `${have}: ${formatLots(lots)} more do not fit.` };
  }
  if (error instanceof InsufficientStakeError) {
    const { bonded, needed } = error.args;
    return { field: "lots", words: `You have ${money(bonded)} staked, ${money(needed)} are needed.` };
  }
  if (error instanceof InsufficientCashError) return undefined;
  if (error instanceof ListFullError) {
    const { room, size } = error.args;
    const left = `it has room for ${room} of the ${size} words that this one takes`;
    return {
      field: "order",
      words: `The auction's list of strips and blocks is full: ${left}. Place hourly orders, or choose another auction.`,
    };
  }
  if (error instanceof WordFeeAboveError) {
    return { field: "order", words: `Others came first: its place costs ${money(error.args.fee)} by now.` };
  }
  if (error instanceof AuctionNotCollectingError) {
    return { field: "order", words: "This auction takes no more orders: choose another one." };
  }
  const { hints, what } = wordsOf(error);
  return { field: "order", words: [what, ...hints].join(" ") };
}
