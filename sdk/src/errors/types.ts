import type { ChainError } from "./chain.ts";
import type { ContractError } from "./contract.ts";
import type { InputError } from "./input.ts";

/**
 * What every action that reads throws, and nothing else. A `ChainError` may come from any of them: the node does not
 * answer (`RpcUnreachableError`), there is no exchange at the address (`NotDeployedError`). An `InputError` comes where
 * an argument does not fit what the contract takes. A `ContractError` is what the contract reverts with: each action
 * names those that its own arguments can cause.
 */
export type ReadErrorType = ContractError | ChainError | InputError;

/**
 * What every action that writes throws, and nothing else: as `ReadErrorType`, and `ChainError`s of wallet and
 * transaction (`NoSignerError`, `UserRejectedError`, `WrongChainError`, `InsufficientGasFundsError`). Nothing was changed
 * then, but for `ReceiptTimeoutError` and a node that is lost after the transaction was sent: it may still be mined.
 */
export type WriteErrorType = ContractError | ChainError | InputError;
