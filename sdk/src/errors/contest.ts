/** Custom errors of the Contest. */
import { contractError } from "./contract.ts";
import { auction, time } from "./words.ts";

/** The contest takes that at another time. */
export class NotNowError extends contractError("NotNow", ({ auction: id, from, to }) => ({
  short:
    to >> 64n === 0n
      ? `The contest of the ${auction(id)} takes that from ${time(from)} to before ${time(to)} only.`
      : `The contest of the ${auction(id)} takes that from ${time(from)} on only.`,
  todo: ["Commit in the first half of the solving time, reveal in the second, conclude after it: see getContest."],
})) {}

/** Nobody has brought the auction's baseline. */
export class NoBaselineError extends contractError("NoBaseline", (args) => ({
  short: `The ${auction(args.auction)} has no baseline yet, which solutions are measured by.`,
  todo: ["Bring it with submitBaseline: anyone may."],
})) {}

/** The solver did not commit to the solution. */
export class NotCommittedError extends contractError("NotCommitted", (args) => ({
  short: `${args.solver} has not committed to this solution of the ${auction(args.auction)}.`,
  todo: ["Reveal exactly what was committed to, with the same salt, from the same address, once."],
})) {}

/** There is nothing to conclude. */
export class NothingToConcludeError extends contractError("NothingToConclude", (args) => ({
  short: `The ${auction(args.auction)} was concluded, or nobody has brought anything to conclude.`,
  todo: ["Nothing is left to do but to collect: the auction is final, or void without a baseline."],
})) {}

/** There is no deposit to forfeit. */
export class NoDepositError extends contractError("NoDeposit", (args) => ({
  short: `${args.solver} has no deposit in the contest of the ${auction(args.auction)}.`,
  todo: ["Only a commitment that was never revealed leaves one behind."],
})) {}
