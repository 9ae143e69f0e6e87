/** What can become of an action or a round, and what to do then: one table. */
import {
  AlreadyClearedError,
  AuctionNotCollectingError,
  AuctionNotSolvingError,
  ContractError,
  GasLimitError,
  GasPriceError,
  InsufficientGasFundsError,
  NoBaselineError,
  NonceConflictError,
  NoSignerError,
  NotClearingError,
  NotCommittedError,
  NotDeployedError,
  NothingToClearError,
  NothingToCloseOutError,
  NothingToConcludeError,
  NotNowError,
  RpcError,
  RpcUnreachableError,
  SlotBusyError,
  WrongChainError,
} from "@clearhour/sdk";

/**
 * - `retry`: the next round decides anew from what the chain says then.
 * - `backOff`: as `retry`, after a wait that doubles from failure to failure.
 * - `drop`: not again, unless a reorg changes what is so.
 * - `stop`: the keeper cannot do its work as it is set up. At its start it ends; later it backs off.
 */
export type Disposition = "retry" | "backOff" | "drop" | "stop";

export const DISPOSITIONS = {
  /** The endpoint does not answer. */
  unreachable: "backOff",
  /** The endpoint refused a request. */
  refused: "backOff",
  /** The signing account cannot pay for gas. */
  noFunds: "backOff",
  /** Another transaction of the account took the nonce. */
  nonceTaken: "retry",
  /** The transaction offers too little for its gas. */
  underpriced: "retry",
  /** No block took the transaction for some time. */
  notMined: "retry",
  /** What was read is not so any more. */
  stale: "retry",
  /** Somebody else did it, or is about to: what waits to be mined counts. */
  done: "backOff",
  /** The transaction reverted: somebody else did it in the block that was to take it. */
  lostRace: "retry",
  /** It cannot be done any more, or not at all. */
  impossible: "drop",
  /** The contract refused it for a reason that was not expected. */
  rejected: "backOff",
  /** Another chain, or no exchange where one should be. */
  misplaced: "stop",
  unexpected: "backOff",
} as const satisfies Record<string, Disposition>;

export type Outcome = keyof typeof DISPOSITIONS;

// biome-ignore lint/suspicious/noExplicitAny: classes of any constructor
type ErrorClass = abstract new (...args: any[]) => Error;

/** The first class that an error is an instance of decides. */
const OUTCOMES: readonly (readonly [ErrorClass, Outcome])[] = [
  [RpcUnreachableError, "unreachable"],
  [RpcError, "refused"],
  [InsufficientGasFundsError, "noFunds"],
  [NonceConflictError, "nonceTaken"],
  [GasPriceError, "underpriced"],
  [WrongChainError, "misplaced"],
  [NotDeployedError, "misplaced"],
  [NoSignerError, "misplaced"],
  [AlreadyClearedError, "done"],
  [SlotBusyError, "done"],
  [NothingToCloseOutError, "done"],
  [NothingToConcludeError, "done"],
  [NothingToClearError, "stale"],
  [NotClearingError, "stale"],
  [NoBaselineError, "stale"],
  [NotCommittedError, "stale"],
  [NotNowError, "stale"],
  [AuctionNotSolvingError, "impossible"],
  [AuctionNotCollectingError, "impossible"],
  [GasLimitError, "rejected"],
  [ContractError, "rejected"],
];

/** What an error means. */
export function outcomeOf(error: unknown): Outcome {
  return OUTCOMES.find(([kind]) => error instanceof kind)?.[1] ?? "unexpected";
}

/** What to do after an outcome. */
export function dispositionOf(outcome: Outcome): Disposition {
  return DISPOSITIONS[outcome];
}
