/** Custom errors of the Ledger, and those that every room shares. */
import { contractError } from "./contract.ts";
import { account, series } from "./words.ts";

/** Only a core room may make this call. */
export class NotRoomError extends contractError("NotRoom", ({ caller }) => ({
  short: `${caller} is none of the exchange's own contracts.`,
  todo: ["This function is for the core rooms only: use the action of the room that owns the operation."],
})) {}

/** The caller neither owns the account nor has the approval it needs. */
export class NotAuthorizedError extends contractError("NotAuthorized", (args) => ({
  short: `${args.caller} may not act for ${account(args.account)}.`,
  todo: [
    "Send the transaction from the account's owner,",
    "or let the owner name the caller as operator (setOperator, to trade) or approve it (setApproval, to move funds).",
  ],
})) {}

/** The account holds less cash than asked for. */
export class InsufficientCashError extends contractError("InsufficientCash", (args) => ({
  short: `The ${account(args.account)} holds ${args.balance} quote units, ${args.needed} are needed.`,
  todo: [
    `Deposit at least ${args.needed - args.balance} quote units more, or ask for less.`,
    "quoteOrder shows what an order takes.",
  ],
})) {}

/** The account holds fewer long lots than asked for. */
export class InsufficientLotsError extends contractError("InsufficientLots", (args) => ({
  short: `The ${account(args.account)} holds ${args.position} lots of ${series(args.series)}, ${args.needed} are needed.`,
  todo: [
    "Use at most what it holds: lots in open orders and nominated lots are not free.",
    "To sell lots that are not held, place a write order.",
  ],
})) {}

/** The account is short fewer lots than asked for. */
export class InsufficientShortError extends contractError("InsufficientShort", (args) => ({
  short: `The ${account(args.account)} has ${args.position} lots of ${series(args.series)}, a short of ${args.needed} is needed.`,
  todo: ["Use at most the lots that it is short: getShort shows them."],
})) {}

/** The account id is not of a kind that the call may use. */
export class WrongAccountError extends contractError("WrongAccount", (args) => ({
  short: `The call cannot use ${account(args.account)}.`,
  todo: ["Give a cash account: cashAccount(owner, desk)."],
})) {}

/** The token moved another amount than asked for. */
export class TransferMismatchError extends contractError("TransferMismatch", ({ asked, moved }) => ({
  short: `The token moved ${moved} units where ${asked} were asked for.`,
  todo: ["Tokens that take a fee on transfer are refused: deposit another token's exchange."],
})) {}

/** Zero lots or zero cash. */
export class ZeroAmountError extends contractError("ZeroAmount", () => ({
  short: "The amount is zero.",
  todo: ["Give at least one quote unit or one lot."],
})) {}

/** A receiver of lots may not be short of them. */
export class ReceiverIsShortError extends contractError("ReceiverIsShort", (args) => ({
  short: `The ${account(args.account)} is short of ${series(args.series)} and cannot receive lots of it.`,
  todo: ["Transfer to another account or desk. A short is bought back through an auction: place a buy order."],
})) {}

/** A call came in again while the first one was still running. */
export class ReentrancyError extends contractError("ReentrancyGuardReentrantCall", () => ({
  short: "The ledger was called again from within its own token transfer.",
  todo: ["Deposit, withdraw and skim one after the other, not from a token's hook."],
})) {}
