/** Errors about what the caller passed in: thrown before anything is sent. */
import { BaseError, type BaseErrorOptions } from "./base.ts";

/** The root of errors about an argument. Nothing was sent. */
export class InputError extends BaseError {
  override name = "InputError";
}

/** A value cannot be encoded for the contract: it does not fit its Solidity type. */
export class InvalidArgumentError extends InputError {
  override name = "InvalidArgumentError";

  constructor(options: BaseErrorOptions = {}) {
    super("An argument does not fit what the contract takes.", {
      ...options,
      metaMessages: ["See the details: integers are whole and within their bits, addresses and bytes of full length."],
    });
  }
}

/** An account id or its text is malformed. */
export class InvalidAccountError extends InputError {
  override name = "InvalidAccountError";

  constructor(account: string, reason: string) {
    super(`"${account}" does not make an account id: ${reason}.`, {
      metaMessages: ["Build ids with cashAccount(owner, desk) and its siblings, or parse text with parseAccountText."],
    });
  }
}

/** A memo's code is unknown or its reference too large. */
export class InvalidMemoError extends InputError {
  override name = "InvalidMemoError";

  constructor(memo: string) {
    super(`${memo} is no memo of the ledger.`, {
      metaMessages: ["A memo is a code of MEMO_CODES and a reference of at most 248 bits: use packMemo."],
    });
  }
}

/** The number of lots is not an integer from 1 to 2^27 - 1. */
export class InvalidLotsError extends InputError {
  override name = "InvalidLotsError";
  readonly lots: number;

  constructor(lots: number) {
    super(`${lots} is not a number of lots that can be traded.`, {
      metaMessages: ["Lots are whole: 1 to 134217727 in one order. Split a larger order over several series."],
    });
    this.lots = lots;
  }
}

/** An amount of cash is negative, zero where that does nothing, or not an integer. */
export class InvalidAmountError extends InputError {
  override name = "InvalidAmountError";
  readonly amount: bigint;

  constructor(amount: bigint) {
    super(`${amount} is not an amount that can be moved.`, {
      metaMessages: ["Amounts are positive integers in quote units: parseUnits(text, decimals) of viem gives them."],
    });
    this.amount = amount;
  }
}

/** A price is not a multiple of the product's tick size. */
export class WrongTickError extends InputError {
  override name = "WrongTickError";
  /** Quote units per lot. */
  readonly price: bigint;
  /** Quote units. */
  readonly tickSize: bigint;
  /** The nearest valid prices, quote units per lot. */
  readonly below: bigint;
  readonly above: bigint;

  constructor(price: bigint, tickSize: bigint) {
    const below = price < 0n ? 0n : (price / tickSize) * tickSize;
    const above = below + tickSize;
    super(`The price ${price} is not a multiple of the tick size ${tickSize}.`, {
      metaMessages: [`The nearest valid prices are ${below} and ${above} quote units per lot.`],
    });
    this.price = price;
    this.tickSize = tickSize;
    this.below = below;
    this.above = above;
  }
}

/** A price is outside of what a packed order can hold. */
export class PriceOutOfRangeError extends InputError {
  override name = "PriceOutOfRangeError";
  /** Ticks. */
  readonly ticks: bigint;

  constructor(ticks: bigint) {
    super(`A price of ${ticks} ticks cannot be placed.`, {
      metaMessages: ["Prices are 0 to 4294967295 ticks. Is the price given in quote units per lot?"],
    });
    this.ticks = ticks;
  }
}

/** An id, a slot, an hour or another whole number does not fit its field. */
export class OutOfRangeError extends InputError {
  override name = "OutOfRangeError";
  readonly field: string;
  readonly value: bigint | number;

  constructor(field: string, value: bigint | number, most: bigint | number) {
    super(`${field} ${value} is out of range.`, { metaMessages: [`It must be a whole number from 0 to ${most}.`] });
    this.field = field;
    this.value = value;
  }
}

/** No order was ever placed in a slot. */
export class SlotEmptyError extends InputError {
  override name = "SlotEmptyError";

  constructor(slot: bigint) {
    super(`No order was ever placed in slot ${slot} of this account.`, {
      metaMessages: ["getOrders lists the orders of an account with their slots."],
    });
  }
}

/** The order in a slot has been collected. */
export class OrderCollectedError extends InputError {
  override name = "OrderCollectedError";

  constructor(slot: bigint) {
    super(`The order in slot ${slot} has been collected: the slot no longer tells how many lots it had.`, {
      metaMessages: ["Take the order as it was placed from getOrders and pass it as `order`."],
    });
  }
}

/** A range of blocks is reversed, or the steps to read it in are not positive. */
export class InvalidRangeError extends InputError {
  override name = "InvalidRangeError";

  constructor(what: string) {
    super(`The range of blocks cannot be read: ${what}.`, {
      metaMessages: ["Give fromBlock <= toBlock and a positive chunk of blocks."],
    });
  }
}
