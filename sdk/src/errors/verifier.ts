/** Custom errors of the Verifier. */
import { contractError } from "./contract.ts";
import { auction, series } from "./words.ts";

/** The auction has no strips or blocks. */
export class NoBlocksError extends contractError("NoBlocks", (args) => ({
  short: `The ${auction(args.auction)} has no strips or blocks: it has no contest.`,
  todo: ["Clear it with clearAuction. Its list is also gone once the auction after the next has begun."],
})) {}

/** The list is not the auction's. */
export class WrongListError extends contractError("WrongList", (args) => ({
  short: `The list is not that of the ${auction(args.auction)}.`,
  todo: ["Read the list with getBlockList after orders have closed: all records, in the order of their index."],
})) {}

/** A part of the solution has the wrong length. */
export class WrongLengthError extends contractError("WrongLength", ({ length, needed }) => ({
  short: `A part of the solution has ${length} bytes, ${needed} are needed.`,
  todo: [
    "Prices have 3 bytes for each series, accepted orders one bit each in whole words: encodeSolution makes them.",
  ],
})) {}

/** The fills of the orders are not written as they have to be. */
export class WrongFillsError extends contractError("WrongFills", () => ({
  short: "The fills of the solution are no fills of the auction's list.",
  todo: [
    "Fill an order with at most its lots, and at most one order per series in part: encodeSolution writes them down.",
  ],
})) {}

/** A series without orders has a price. */
export class PriceWithoutOrdersError extends contractError("PriceWithoutOrders", (args) => ({
  short: `The solution has a price for ${series(args.series)}, in which nobody placed an order.`,
  todo: ["Give that series the price 0."],
})) {}

/** No fills of the hourly orders balance the series. */
export class NotBalancedError extends contractError("NotBalanced", (args) => ({
  short: `No hourly fills balance ${series(args.series)} at ${args.price} ticks.`,
  todo: ["Change its price, or the strips and blocks that trade in it: what is sold must be bought, except at 0."],
})) {}

/** More lots of a series would change hands than a result can hold. */
export class TooMuchVolumeError extends contractError("TooMuchVolume", (args) => ({
  short: `${args.lots} lots of ${series(args.series)} would change hands.`,
  todo: ["Fill fewer orders of that series: at most 134217727 lots can change hands."],
})) {}

/** A strip with a surplus is not filled, or one with a loss is. */
export class StripRegretError extends contractError("StripRegret", ({ index }) => ({
  short: `At the solution's prices strip ${index} of the list would rather trade otherwise.`,
  todo: ["Fill a strip that gains, leave one that loses, and fill in part only one that does neither."],
})) {}

/** A block is filled at a loss. */
export class BlockAtALossError extends contractError("BlockAtALoss", ({ index }) => ({
  short: `At the solution's prices block ${index} of the list would trade at a loss.`,
  todo: ["Leave the block, or find prices at which it does not lose."],
})) {}

/** A block is filled below the fewest lots that it accepts. */
export class BelowLeastError extends contractError("BelowLeast", ({ index }) => ({
  short: `Block ${index} of the list is filled with fewer lots than it accepts.`,
  todo: ["Fill it with its fewest lots at least, or leave it."],
})) {}

/** The solution claims another welfare or gap than it has. */
export class MisstatedError extends contractError("Misstated", ({ welfare, gap }) => ({
  short: `The solution has a welfare of ${welfare} and a gap of ${gap} quote units, and claims others.`,
  todo: ["Take both from verifySolution, which computes them as the contract does."],
})) {}
