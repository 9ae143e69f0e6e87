/** Custom errors of the Meter. */
import { contractError } from "./contract.ts";
import { series, time } from "./words.ts";

/** A set of oracles is too small or too large. */
export class SetSizeError extends contractError("SetSize", ({ members }) => ({
  short: `A set of ${members} oracles cannot be registered.`,
  todo: ["Give 1 to 16 members."],
})) {}

/** The members of a set are not in order. */
export class MembersNotAscendingError extends contractError("MembersNotAscending", ({ index }) => ({
  short: `Member ${index} of the set is not above the one before it.`,
  todo: ["List members by address, from the lowest, each once and none zero."],
})) {}

/** A quorum is too small or too large. */
export class InvalidQuorumError extends contractError("InvalidQuorum", ({ quorum, members }) => ({
  short: `A quorum of ${quorum} is not possible for ${members} members.`,
  todo: [`Take more than two thirds of them: ${(members * 2n) / 3n + 1n} to ${members}.`],
})) {}

/** The set is not registered. */
export class UnknownSetError extends contractError("UnknownSet", ({ id }) => ({
  short: `Nobody has registered the set of oracles ${id}.`,
  todo: ["Register its members and quorum first: registerSet. Anyone may."],
})) {}

/** A signature is malformed. */
export class InvalidSignatureError extends contractError("InvalidSignature", ({ index }) => ({
  short: `Signature ${index} is malformed.`,
  todo: ["Give the 65 bytes that signRoot or signVerdict returned."],
})) {}

/** The signer is not in the set. */
export class NotMemberError extends contractError("NotMember", ({ signer }) => ({
  short: `${signer} is not in the set of oracles.`,
  todo: [
    "Leave its signature out.",
    "A signature of something else recovers to a stranger too: check chain, contract, product, period, root and count.",
  ],
})) {}

/** Signatures are not in the order of their signers. */
export class SignersNotAscendingError extends contractError("SignersNotAscending", ({ index }) => ({
  short: `The signer of signature ${index} is not above the one before it.`,
  todo: ["Sort signatures by their signers' addresses, from the lowest, each signer once."],
})) {}

/** Fewer signatures than the quorum. */
export class BelowQuorumError extends contractError("BelowQuorum", ({ signatures, quorum }) => ({
  short: `${signatures} signatures are fewer than the quorum of ${quorum}.`,
  todo: ["Collect signatures of more members of the set."],
})) {}

/** The period is not over. */
export class RootTooEarlyError extends contractError("RootTooEarly", (args) => ({
  short: `The root of ${series(args.series)} can be posted from ${time(args.opensAt)} on.`,
  todo: ["Post it when the period is over."],
})) {}

/** The root is overdue. */
export class RootTooLateError extends contractError("RootTooLate", (args) => ({
  short: `The root of ${series(args.series)} was due at ${time(args.dueAt)}.`,
  todo: ["It is too late for a root: its assignments are settled with settleWithoutRoot."],
})) {}

/** The series has its root. */
export class RootExistsError extends contractError("RootExists", (args) => ({
  short: `The root of ${series(args.series)} was posted before.`,
  todo: ["There is one root, once. Whoever disagrees with a reading disputes it."],
})) {}

/** No dispute has this number. */
export class UnknownDisputeError extends contractError("UnknownDispute", ({ dispute }) => ({
  short: `There is no dispute ${dispute}.`,
  todo: ["Disputes are numbered from 1: getDispute finds the one over an assignment."],
})) {}

/** The assignment is or was disputed. */
export class AlreadyDisputedError extends contractError("AlreadyDisputed", ({ dispute }) => ({
  short: `The assignment is or was disputed: dispute ${dispute}.`,
  todo: ["An assignment can be disputed once: follow that dispute with getDispute."],
})) {}

const STATES = ["unknown", "open", "decided", "silent"];

/** The dispute is over. */
export class DisputeClosedError extends contractError("DisputeClosed", ({ dispute, state }) => ({
  short: `Dispute ${dispute} is ${STATES[state] ?? "over"}.`,
  todo: ["Nothing can change it any more."],
})) {}

/** The time to decide is over. */
export class DecisionTooLateError extends contractError("DecisionTooLate", (args) => ({
  short: `Dispute ${args.dispute} was to be decided by ${time(args.deadline)}.`,
  todo: ["The original stands: end the dispute with closeSilent."],
})) {}

/** The second quorum still has time. */
export class DecisionPendingError extends contractError("DecisionPending", (args) => ({
  short: `The second quorum has until ${time(args.deadline)} to decide dispute ${args.dispute}.`,
  todo: ["Close it as silent after that time."],
})) {}

/** The disputed leaf is known. */
export class LeafKnownError extends contractError("LeafKnown", ({ dispute, leaf }) => ({
  short: `Dispute ${dispute} is about the leaf ${leaf}, which is known.`,
  todo: ["Only a leaf that is said to be missing can be presented."],
})) {}

/** The caller is not in the second set. */
export class NotSecondOracleError extends contractError("NotSecondOracle", ({ product, oracle }) => ({
  short: `${oracle} is not in the second set of product ${product}.`,
  todo: ["Only members of the set that decides the product's disputes put up bonds for it."],
})) {}

/** The oracle has less bonded. */
export class InsufficientBondError extends contractError("InsufficientBond", (args) => ({
  short: `Oracle ${args.oracle} has ${args.bonded} quote units bonded for product ${args.product}, ${args.needed} are needed.`,
  todo: ["Ask for at most what is bonded and not leaving yet."],
})) {}
