/** Custom errors of Blocks. */
import { contractError } from "./contract.ts";
import { auction } from "./words.ts";

/** The kind is none of a strip or block. */
export class WrongBlockKindError extends contractError("WrongBlockKind", ({ kind }) => ({
  short: `Strips and blocks of kind ${kind} cannot be placed.`,
  todo: ['Place a "strip" or a "block" that is a "buy", "sell" or "write".'],
})) {}

/** A strip or block covers too few or too many periods. */
export class WrongPeriodsError extends contractError("WrongPeriods", ({ periods }) => ({
  short: `A strip or block over ${periods} periods cannot be placed.`,
  todo: ["A strip covers 2 periods at least, a block 1, and both at most the auction's window."],
})) {}

/** The limit of a strip or block is out of range. */
export class WrongLimitError extends contractError("WrongLimit", ({ price }) => ({
  short: `A limit of ${price} ticks cannot be placed.`,
  todo: ["The limit on the average price is 1 to 16777215 ticks, for a strip over the number of its periods."],
})) {}

/** The lots of a strip or block are out of range. */
export class WrongBlockLotsError extends contractError("WrongBlockLots", ({ lots }) => ({
  short: `A strip or block cannot have ${lots} lots in a period.`,
  todo: ["Each period has 1 to 134217727 lots; with a profile these are its units times their lots."],
})) {}

/** The fewest lots that an order accepts are out of range. */
export class WrongLeastError extends contractError("WrongLeast", ({ least }) => ({
  short: `The order cannot have ${least} as the fewest lots that it accepts.`,
  todo: ["A block accepts 1 to all of its lots as the fewest. A strip has none: it takes any number."],
})) {}

/** The profile does not fit the order. */
export class WrongProfileError extends contractError("WrongProfile", () => ({
  short: "The profile does not fit the order.",
  todo: ["Only a block has a profile: for each of its periods the lots of one unit, 1 to 65535."],
})) {}

/** The order is worth less than its market admits. */
export class TooSmallError extends contractError("TooSmall", ({ notional, minimum }) => ({
  short: `The order is worth ${notional} quote units, the market takes ${minimum} at least.`,
  todo: ["Place more lots or periods, or hourly orders, which have no minimum."],
})) {}

/** The auction's list has no room for the order. */
export class ListFullError extends contractError("ListFull", (args) => ({
  short: `The list of the ${auction(args.auction)} has room for ${args.room} words, the order takes ${args.size}.`,
  todo: ["Place hourly orders, or the strip or block in another auction."],
})) {}

/** The order's place in the list costs more than it allows. */
export class WordFeeAboveError extends contractError("WordFeeAbove", ({ fee, maxFee }) => ({
  short: `Its place in the auction's list costs ${fee} quote units, the order allows ${maxFee}.`,
  todo: ["The price of a place rises as the list fills: quoteBlock tells it. Allow it with maxFee, or wait."],
})) {}
