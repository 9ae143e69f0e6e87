/** Errors of the way to the chain: wallet, node, transaction. */
import { BaseError, type BaseErrorOptions } from "./base.ts";

/** The root of errors between the SDK and the contracts. */
export class ChainError extends BaseError {
  override name = "ChainError";
  /** Whether the same call may succeed later without anyone changing anything. */
  readonly retryable: boolean = false;
}

/** The client is connected to another chain than the deployment. */
export class WrongChainError extends ChainError {
  override name = "WrongChainError";
  readonly expected: number;
  readonly actual: number;

  constructor(expected: number, actual: number, options: BaseErrorOptions = {}) {
    super(`The client is connected to chain ${actual}, the exchange is on chain ${expected}.`, {
      ...options,
      metaMessages: [
        `Switch the wallet or the RPC URL to chain ${expected}, or take the deployment of chain ${actual}.`,
      ],
    });
    this.expected = expected;
    this.actual = actual;
  }
}

/** There is no contract at the address. */
export class NotDeployedError extends ChainError {
  override name = "NotDeployedError";

  constructor(address: string, options: BaseErrorOptions = {}) {
    super(`There is no exchange contract at ${address} on this chain.`, {
      ...options,
      metaMessages: ["Check chain and deployment: after a local chain restarts, the old addresses are empty."],
    });
  }
}

/** The table of deployments has none for the chain. */
export class UnknownDeploymentError extends ChainError {
  override name = "UnknownDeploymentError";

  constructor(chainId: number) {
    super(`No deployment on chain ${chainId} is known.`, {
      metaMessages: ["Pass the Deployment that deployExchange returned, or one that you were given."],
    });
  }
}

/** A deployed contract did not land at its predicted address. */
export class AddressPredictionError extends ChainError {
  override name = "AddressPredictionError";

  constructor(room: string, expected: string, actual: string) {
    super(`${room} was deployed at ${actual}, ${expected} was predicted.`, {
      metaMessages: [
        "The rooms name each other by address, so this deployment is unusable.",
        "Deploy again from an account that sends nothing else meanwhile.",
      ],
    });
  }
}

/** The sender cannot pay for gas. */
export class InsufficientGasFundsError extends ChainError {
  override name = "InsufficientGasFundsError";

  constructor(options: BaseErrorOptions = {}) {
    super("The sending address cannot pay for the gas of this transaction.", {
      ...options,
      metaMessages: ["Send some of the chain's own coin to it. Cash in the ledger does not pay gas."],
    });
  }
}

/** The node does not answer. */
export class RpcUnreachableError extends ChainError {
  override name = "RpcUnreachableError";
  override readonly retryable = true;

  constructor(options: BaseErrorOptions = {}) {
    super("The chain's RPC endpoint does not answer.", {
      ...options,
      metaMessages: ["Check that the node is running and that its URL is right, then try again."],
    });
  }
}

/** The node refused the request. */
export class RpcError extends ChainError {
  override name = "RpcError";

  constructor(options: BaseErrorOptions = {}) {
    super("The chain's RPC endpoint refused the request.", {
      ...options,
      metaMessages: ["See the details for the node's own words. Another endpoint may serve it."],
    });
  }
}

/** The user said no in the wallet. */
export class UserRejectedError extends ChainError {
  override name = "UserRejectedError";

  constructor(options: BaseErrorOptions = {}) {
    super("The request was rejected in the wallet.", {
      ...options,
      metaMessages: ["Nothing was sent. Confirm it in the wallet to go on."],
    });
  }
}

/** No account signs. */
export class NoSignerError extends ChainError {
  override name = "NoSignerError";

  constructor(options: BaseErrorOptions = {}) {
    super("No account was given to sign with.", {
      ...options,
      metaMessages: ["Create the client with an account, or pass `account` to the action."],
    });
  }
}

/** Another transaction took the nonce. */
export class NonceConflictError extends ChainError {
  override name = "NonceConflictError";
  override readonly retryable = true;

  constructor(options: BaseErrorOptions = {}) {
    super("Another transaction of the sending address took this nonce.", {
      ...options,
      metaMessages: ["Try again: without a nonce of your own the next free one is taken."],
    });
  }
}

/** The fee is too low or too high for the chain, or too low to replace a transaction that waits with the same nonce. */
export class GasPriceError extends ChainError {
  override name = "GasPriceError";
  override readonly retryable = true;

  constructor(options: BaseErrorOptions = {}) {
    super("The chain does not accept the gas price of this transaction.", {
      ...options,
      metaMessages: ["Leave the fee fields out, so that they are estimated, and try again."],
    });
  }
}

/** The transaction needs more gas than it has or than the chain allows. */
export class GasLimitError extends ChainError {
  override name = "GasLimitError";

  constructor(options: BaseErrorOptions = {}) {
    super("The transaction needs more gas than it may use.", {
      ...options,
      metaMessages: [
        "Leave `gas` out so that it is estimated, or split the batch: a transaction has at most 16777216.",
      ],
    });
  }
}

/** The transaction was mined and reverted. */
export class TransactionRevertedError extends ChainError {
  override name = "TransactionRevertedError";
  readonly hash: string;

  constructor(hash: string, options: BaseErrorOptions = {}) {
    super(`Transaction ${hash} was mined but reverted: it changed nothing.`, {
      ...options,
      metaMessages: ["Something changed between simulation and inclusion. Simulate the call again to learn why."],
    });
    this.hash = hash;
  }
}

/** No receipt came in time. */
export class ReceiptTimeoutError extends ChainError {
  override name = "ReceiptTimeoutError";
  override readonly retryable = true;

  constructor(options: BaseErrorOptions = {}) {
    super("The transaction was not mined in time.", {
      ...options,
      metaMessages: ["It may still be: look for its receipt before you send it again."],
    });
  }
}

/** A contract reverted without one of its custom errors. */
export class RevertedError extends ChainError {
  override name = "RevertedError";
  /** The reason given, if any. */
  readonly reason: string | undefined;

  constructor(reason: string | undefined, options: BaseErrorOptions = {}) {
    super(reason ? `The call reverted: ${reason}.` : "The call reverted without a reason.", {
      ...options,
      metaMessages: [
        "This is no error of the exchange's contracts: it comes from the token, from arithmetic or from another contract.",
        "Check the arguments and that the deployment's addresses belong to this chain.",
      ],
    });
    this.reason = reason;
  }
}

/** Something that none of the other errors describes. */
export class UnexpectedError extends ChainError {
  override name = "UnexpectedError";

  constructor(options: BaseErrorOptions = {}) {
    super("The call failed for a reason that the SDK does not know.", {
      ...options,
      metaMessages: ["`cause` holds the original error. Please report it."],
    });
  }
}

/** A transaction did not emit the event that its action promises. */
export class MissingEventError extends ChainError {
  override name = "MissingEventError";

  constructor(event: string) {
    super(`The transaction emitted no ${event}.`, {
      metaMessages: ["Check that the receipt belongs to the action and the deployment to the chain."],
    });
  }
}

/** The event that holds a product's spec was not found. */
export class SpecNotFoundError extends ChainError {
  override name = "SpecNotFoundError";

  constructor(product: number) {
    super(`The listing of product ${product} was not found in the chain's logs.`, {
      metaMessages: ["Read from the deployment's first block on, with an endpoint that keeps old logs."],
    });
  }
}

/** The logs of an auction's strips and blocks do not give the list that the contract keeps. */
export class BlockListError extends ChainError {
  override name = "BlockListError";
  /** Orders in the logs. */
  readonly found: number;
  /** Orders in the contract's list. */
  readonly kept: number;

  constructor(auction: bigint, { found, kept }: { readonly found: number; readonly kept: number }) {
    super(
      `The logs have ${found} strips and blocks of auction ${auction}, and the contract's list of ${kept} differs.`,
      {
        metaMessages: [
          kept === 0
            ? "The contract no longer keeps the list: the auction after the next has begun. Ask the indexer."
            : "Does fromBlock lie behind the first of them, or does the node leave logs out? Ask another node.",
        ],
      },
    );
    this.found = found;
    this.kept = kept;
  }
}
