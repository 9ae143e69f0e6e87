/** Custom errors of Settlement. */
import { contractError } from "./contract.ts";
import { account, series } from "./words.ts";

/** A reading of another version. */
export class WrongVersionError extends contractError("WrongVersion", ({ version }) => ({
  short: `Readings of version ${version} are not known.`,
  todo: ["Give a reading of version 1."],
})) {}

/** A reading for another number of lots. */
export class WrongLotsError extends contractError("WrongLots", ({ lots, assigned }) => ({
  short: `The reading is for ${lots} lots, the assignment has ${assigned}.`,
  todo: [`A reading is for exactly the assigned lots: ${assigned}.`],
})) {}

/** The shares of a reading do not make a whole. */
export class WrongSharesError extends contractError("WrongShares", ({ sum }) => ({
  short: `The reading's shares of time add up to ${sum} parts per million.`,
  todo: ["Delivered, lost to the provider and lost to the buyer make 1000000 together."],
})) {}

/** The reading is of another assignment. */
export class WrongAssignmentError extends contractError("WrongAssignment", ({ dispute }) => ({
  short: `The reading is of another assignment than dispute ${dispute}.`,
  todo: ["Give the reading of the disputed assignment: getDispute names it."],
})) {}

/** The leaf is not under the root. */
export class ForgedLeafError extends contractError("ForgedLeaf", ({ leaf }) => ({
  short: `The leaf ${leaf} is not under the posted root.`,
  todo: ["Give the reading exactly as it was attested, with its proof from readingsTree over all readings."],
})) {}

/** The series has no root. */
export class NoRootError extends contractError("NoRoot", (args) => ({
  short: `No meter root was posted for ${series(args.series)}.`,
  todo: ["Wait until the oracles post it; once it is overdue, settle with settleWithoutRoot."],
})) {}

/** The series has its root. */
export class RootKnownError extends contractError("RootKnown", (args) => ({
  short: `The meter root of ${series(args.series)} was posted.`,
  todo: ["Settle with readings: settle."],
})) {}

/** The assignment waits for its dispute. */
export class UnderDisputeError extends contractError("UnderDispute", ({ dispute }) => ({
  short: `The assignment waits for dispute ${dispute}.`,
  todo: ["Wait for its decision; past the deadline anyone may end it with closeSilent."],
})) {}

/** The assignment was settled before. */
export class AlreadySettledError extends contractError("AlreadySettled", (args) => ({
  short: `Commitment ${args.commitment} and nomination ${args.nomination} of ${series(args.series)} are settled already.`,
  todo: ["Nothing is left to do: an assignment is settled once."],
})) {}

/** Nothing in the list is to be settled. */
export class NothingToSettleError extends contractError("NothingToSettle", () => ({
  short: "All of these readings were settled before, or there are none.",
  todo: ["Leave out what is settled: isSettled tells."],
})) {}

/** The account is no side of the assignment. */
export class NotPartyError extends contractError("NotParty", (args) => ({
  short: `The ${account(args.account)} is neither side of commitment ${args.commitment} and nomination ${args.nomination} of ${series(args.series)}.`,
  todo: ["Only the assignment's holder and provider can dispute it, from the account that nominated or committed."],
})) {}
