/** Custom errors of the Auction. */
import { contractError } from "./contract.ts";
import { account, auction, series, time } from "./words.ts";

/** An order of zero lots. */
export class ZeroLotsError extends contractError("ZeroLots", () => ({
  short: "The order has no lots.",
  todo: ["Place at least one lot."],
})) {}

/** More lots than an order can have. */
export class TooManyLotsError extends contractError("TooManyLots", ({ lots }) => ({
  short: `An order of ${lots} lots cannot be placed.`,
  todo: ["Place at most 134217727 lots."],
})) {}

/** Only buy, sell and write orders can be placed. */
export class WrongKindError extends contractError("WrongKind", ({ kind }) => ({
  short: `Orders of kind ${kind} cannot be placed.`,
  todo: ['Place a "buy", "sell" or "write" order. Close-outs go through closeOut.'],
})) {}

/** The auction takes no orders now. */
export class AuctionNotCollectingError extends contractError("AuctionNotCollecting", (args) => ({
  short: `The ${auction(args.auction)} takes orders from ${time(args.open)} to before ${time(args.close)} only.`,
  todo: ["Place the order in an auction that is open now: currentAuctions lists them."],
})) {}

/** The series is not part of the auction. */
export class SeriesNotInAuctionError extends contractError("SeriesNotInAuction", (args) => ({
  short: `The ${auction(args.auction)} does not trade ${series(args.series)}.`,
  todo: ["Take an auction whose window holds that period, in a lane of the product's market."],
})) {}

/** The limit lies outside of the auction's price band on the side where it can never fill. */
export class OutOfBandError extends contractError("OutOfBand", ({ price, bottom, top }) => ({
  short: `A limit of ${price} ticks can never fill: this auction's band is ${bottom} to ${top} ticks.`,
  todo: [price < bottom ? `Bid at least ${bottom} ticks.` : `Ask at most ${top} ticks.`],
})) {}

/** The slot holds an order that still waits for its auction. */
export class SlotBusyError extends contractError("SlotBusy", (args) => ({
  short: `Slot ${args.slot} holds an order that waits for the ${auction(args.auction)}.`,
  todo: ["Place into another slot, or wait until that auction is final or void: orders are firm until then."],
})) {}

/** The lots of a side would exceed what its book can hold. */
export class SideFullError extends contractError("SideFull", ({ lots, room }) => ({
  short: `The book has room for ${room} lots more on this side, the order has ${lots}.`,
  todo: [room === 0n ? "Place the order in another auction." : `Place at most ${room} lots.`],
})) {}

/** The auction cannot be cleared now. */
export class AuctionNotSolvingError extends contractError("AuctionNotSolving", (args) => ({
  short: `The ${auction(args.auction)} can be cleared from ${time(args.close)} to before ${time(args.deadline)} only.`,
  todo: ["Before that time, wait. After it the auction is void: collect returns everything."],
})) {}

/** The auction was cleared before. */
export class AlreadyClearedError extends contractError("AlreadyCleared", (args) => ({
  short: `The ${auction(args.auction)} has been cleared already.`,
  todo: ["There is one valid result and it stands: read it with getResult, then collect."],
})) {}

/** The auction has no orders. */
export class NothingToClearError extends contractError("NothingToClear", (args) => ({
  short: `The ${auction(args.auction)} has no orders.`,
  todo: ["An empty auction needs no clearing: go on to the next one."],
})) {}

/** The hints have the wrong length. */
export class HintsLengthError extends contractError("HintsLength", ({ length, needed }) => ({
  short: `The hints have ${length} bytes, ${needed} are needed.`,
  todo: ["Give two bytes (lowest and highest clearing tick) per series: product by product, hour by hour."],
})) {}

/** The hint is not the interval of prices that clear the series. */
export class NotClearingError extends contractError("NotClearing", (args) => ({
  short: `The ticks ${args.lo} to ${args.hi} are not the interval that clears ${series(args.series)}.`,
  todo: ["Compute the hints anew from the book at the time when orders closed: clearAuction does it."],
})) {}

/** The auction has strips or blocks. */
export class HasBlocksError extends contractError("HasBlocks", (args) => ({
  short: `The ${auction(args.auction)} has strips or blocks: it is cleared through its contest.`,
  todo: ["Bring its baseline with submitBaseline, and better solutions with commitSolution and revealSolution."],
})) {}

/** There is no position to close out. */
export class NothingToCloseOutError extends contractError("NothingToCloseOut", (args) => ({
  short: `The ${account(args.account)} has nothing to close out in ${series(args.series)}.`,
  todo: ["Only unscheduled longs, and shorts that are not backed by capacity or are opted out, can be closed out."],
})) {}
