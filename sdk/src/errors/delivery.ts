/** Custom errors of Delivery. */
import { contractError } from "./contract.ts";
import { account, series, time } from "./words.ts";

/** The gate of the series is closed. */
export class GateClosedError extends contractError("GateClosed", (args) => ({
  short: `The gate of ${series(args.series)} closed at ${time(args.closesAt)}.`,
  todo: ["Commit, nominate, wrap and unwrap before gate closure. Choose a later period."],
})) {}

/** The gate of the series is still open. */
export class GateOpenError extends contractError("GateOpen", (args) => ({
  short: `The gate of ${series(args.series)} is open until ${time(args.closesAt)}.`,
  todo: ["Try again after gate closure."],
})) {}

/** Too early to commit for somebody else. */
export class TooEarlyToCommitForError extends contractError("TooEarlyToCommitFor", (args) => ({
  short: `Others may commit ${series(args.series)} for the ${account(args.account)} from ${time(args.opensAt)} on.`,
  todo: ["Until then only its owner and operators may."],
})) {}

/** The provider opted out of being committed by others. */
export class OptedOutError extends contractError("OptedOut", (args) => ({
  short: `The ${account(args.account)} does not let others commit ${series(args.series)}.`,
  todo: ["Let the provider commit itself, or close the short out: closeOut."],
})) {}

/** There is nothing to commit. */
export class NothingToCommitError extends contractError("NothingToCommit", (args) => ({
  short: `The ${account(args.account)} has nothing to commit in these periods.`,
  todo: ["It needs short lots, at least one domain of them: getPositions shows what it owes."],
})) {}

/** Fewer lots than one entry must have. */
export class BelowMinimumError extends contractError("BelowMinimum", (args) => ({
  short: `An entry of ${args.lots} lots of ${series(args.series)} is too small.`,
  todo: [`Commit or nominate at least ${args.minLots} lots at once.`],
})) {}

/** The lots do not make whole domains. */
export class NotDomainMultipleError extends contractError("NotDomainMultiple", (args) => ({
  short: `${args.lots} lots of ${series(args.series)} do not make whole domains.`,
  todo: [`Commit and nominate multiples of ${args.domainLots} lots.`],
})) {}

/** The access key is too short or too long. */
export class AccessKeySizeError extends contractError("AccessKeySize", ({ size }) => ({
  short: `The access key has ${size} bytes.`,
  todo: ["Give a public key of 33 to 256 bytes."],
})) {}

/** The shift of the series is not known yet. */
export class ShiftPendingError extends contractError("ShiftPending", (args) => ({
  short:
    args.blockNumber === 0n
      ? `Nobody has armed the shift of ${series(args.series)}.`
      : `The shift of ${series(args.series)} waits for the hash of block ${args.blockNumber}.`,
  todo: [
    "After gate closure call armShift, then try again one block later.",
    "Where that block is over 256 blocks old, arm it again.",
  ],
})) {}

/** No commitment has this index. */
export class UnknownCommitmentError extends contractError("UnknownCommitment", (args) => ({
  short: `There is no commitment ${args.commitment} of ${series(args.series)}.`,
  todo: ["getLines lists the entries of a series: commitments are numbered from 0."],
})) {}

/** No nomination has this index. */
export class UnknownNominationError extends contractError("UnknownNomination", (args) => ({
  short: `There is no nomination ${args.nomination} of ${series(args.series)}.`,
  todo: ["getLines lists the entries of a series: nominations are numbered from 0."],
})) {}

/** The commitment does not serve the nomination. */
export class NotAssignedError extends contractError("NotAssigned", (args) => ({
  short: `Commitment ${args.commitment} does not serve nomination ${args.nomination} of ${series(args.series)}.`,
  todo: ["getAssignments lists who serves whom."],
})) {}

/** Too early. */
export class WindowOpenError extends contractError("WindowOpen", (args) => ({
  short: `This is possible for ${series(args.series)} after ${time(args.until)}.`,
  todo: ["Try again after that time: until then readings can still come or be disputed."],
})) {}

/** Too late. */
export class WindowClosedError extends contractError("WindowClosed", (args) => ({
  short: `This was possible for ${series(args.series)} until ${time(args.until)}.`,
  todo: ["The reading stands: settle it."],
})) {}

/** No lots of the commitment are to be released. */
export class NothingToReleaseError extends contractError("NothingToRelease", (args) => ({
  short: `All lots of commitment ${args.commitment} of ${series(args.series)} are assigned or were released before.`,
  todo: ["Nothing is left to do: assigned lots are settled by their readings."],
})) {}

/** The account has no short to default. */
export class NothingToDefaultError extends contractError("NothingToDefault", (args) => ({
  short: `The ${account(args.account)} is not short of ${series(args.series)}.`,
  todo: ["Nothing is left to do: it was committed, bought back or defaulted before."],
})) {}

/** The nomination has no lots to compensate. */
export class NothingToClaimError extends contractError("NothingToClaim", (args) => ({
  short: `All lots of nomination ${args.nomination} of ${series(args.series)} are assigned or were compensated before.`,
  todo: ["Nothing is left to do: assigned lots are settled by their readings."],
})) {}

/** Compensation has nothing that is nobody's. */
export class NothingToSweepError extends contractError("NothingToSweep", (args) => ({
  short: `The compensation of ${series(args.series)} holds nothing that is nobody's.`,
  todo: ["Nothing is left to do: the rest belongs to nominations that have not claimed yet."],
})) {}
