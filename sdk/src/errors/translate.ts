/** From whatever viem, a wallet or a node throws to the SDK's own errors. */
import { decodeErrorResult, type Hex, isHex } from "viem";
import { errorsAbi } from "../generated/errorsAbi.ts";
import { BaseError } from "./base.ts";
import {
  ChainError,
  GasLimitError,
  GasPriceError,
  InsufficientGasFundsError,
  NonceConflictError,
  NoSignerError,
  NotDeployedError,
  ReceiptTimeoutError,
  RevertedError,
  RpcError,
  RpcUnreachableError,
  UnexpectedError,
  UserRejectedError,
  WrongChainError,
} from "./chain.ts";
import type { ContractErrorName } from "./contract.ts";
import { InvalidArgumentError } from "./input.ts";
import { CONTRACT_ERRORS } from "./table.ts";

/**
 * The SDK's error for anything that a call threw: the class of the contract's custom error, else one of the errors
 * of wallet, node and transaction. Errors of the SDK itself come back as they are.
 *
 * @param context The contract that was called, if one was.
 */
export function toClearhourError(error: unknown, context: { readonly address?: string } = {}): BaseError {
  const causes = chainOf(error);
  const own = causes.find((cause) => cause instanceof BaseError);
  if (own !== undefined) return own;
  // By name: an application may carry another copy of viem than the SDK.
  const has = (...names: readonly string[]) => causes.some(({ name }) => names.includes(name));
  const options = { cause: error };

  const data = revertDataOf(causes);
  if (data !== undefined) return fromRevertData(data, options);
  if (has("UserRejectedRequestError") || causes.some((cause) => codeOf(cause) === "ACTION_REJECTED")) {
    return new UserRejectedError(options);
  }
  if (has("AccountNotFoundError")) return new NoSignerError(options);
  const mismatch = causes.find(({ name }) => name === "ChainMismatchError");
  if (mismatch !== undefined) return wrongChain(mismatch, options);
  if (has("ContractFunctionZeroDataError")) return new NotDeployedError(context.address ?? "the address", options);
  if (causes.some(isBadArgument)) return new InvalidArgumentError(options);
  if (has("InsufficientFundsError") || says(causes, /insufficient funds|enough funds/i)) {
    return new InsufficientGasFundsError(options);
  }
  if (has("NonceTooLowError", "NonceTooHighError", "NonceMaxValueError")) return new NonceConflictError(options);
  if (
    has("FeeCapTooLowError", "FeeCapTooHighError", "TipAboveFeeCapError") ||
    says(causes, /underpriced|already known/i)
  ) {
    return new GasPriceError(options);
  }
  if (has("IntrinsicGasTooHighError", "IntrinsicGasTooLowError") || says(causes, GAS_LIMITS)) {
    return new GasLimitError(options);
  }
  if (has("WaitForTransactionReceiptTimeoutError")) return new ReceiptTimeoutError(options);
  if (
    has("HttpRequestError", "WebSocketRequestError", "SocketClosedError", "TimeoutError") ||
    causes.some(isNetworkFault)
  ) {
    return new RpcUnreachableError(options);
  }
  if (has("ExecutionRevertedError")) return new RevertedError(undefined, options);
  if (has("RpcRequestError")) return new RpcError(options);
  return new UnexpectedError(options);
}

/** Why a call that was replayed reverts; `undefined` where the error tells of anything else. */
export function reasonOfRevert(error: unknown, options: { readonly cause: unknown }): BaseError | undefined {
  const causes = chainOf(error);
  const data = revertDataOf(causes);
  if (data !== undefined) return fromRevertData(data, options);
  return says(causes, GAS_LIMITS) ? new GasLimitError(options) : undefined;
}

/** Whether the same call may succeed later without anyone changing anything: a dead node, a late block. */
export function isRetryable(error: unknown): boolean {
  return error instanceof ChainError && error.retryable;
}

/** The SDK's error for the data that a call reverted with. */
export function fromRevertData(data: Hex, options: { readonly cause?: unknown } = {}): BaseError {
  if (data === "0x") return new RevertedError(undefined, options);
  const decoded = decode(data);
  if (decoded === undefined) return new RevertedError(`unknown error ${data.slice(0, 10)}`, options);
  const { errorName, args = [], abiItem } = decoded;
  if (errorName === "Error") return new RevertedError(String(args[0]), options);
  if (errorName === "Panic") return new RevertedError(`panic 0x${Number(args[0]).toString(16)}`, options);
  const errorClass = CONTRACT_ERRORS.get(errorName as ContractErrorName);
  if (errorClass === undefined) return new RevertedError(errorName, options);
  const inputs = "inputs" in abiItem ? (abiItem.inputs ?? []) : [];
  const named = Object.fromEntries(inputs.map(({ name }, i) => [name, args[i]]));
  return new errorClass(named as never, options);
}

function decode(data: Hex) {
  try {
    return decodeErrorResult({ abi: errorsAbi, data }) as {
      errorName: string;
      args?: readonly unknown[];
      abiItem: { inputs?: readonly { name?: string }[] };
    };
  } catch {
    return undefined;
  }
}

/** An error, what caused it, what caused that, and so on. */
function chainOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let next = error; next instanceof Error && !causes.includes(next); next = next.cause) causes.push(next);
  return causes;
}

function revertDataOf(causes: readonly Error[]): Hex | undefined {
  return causes.map(revertData).find((found) => found !== undefined);
}

/** viem keeps revert data as `raw`, nodes put it into `data`, some of them one level deeper. */
function revertData(cause: Error): Hex | undefined {
  const { raw, data } = cause as { raw?: unknown; data?: unknown };
  const candidates = [raw, data, (data as { data?: unknown } | null | undefined)?.data];
  return candidates.find(
    (value): value is Hex => isHex(value) && value.length % 2 === 0 && (value.length >= 10 || value === raw),
  );
}

const GAS_LIMITS = /exceeds.*gas (cap|limit)|out of gas/i;

/** What encoding a call throws when a value does not fit its Solidity type. */
const BAD_ARGUMENTS: readonly string[] = [
  "AbiEncodingArrayLengthMismatchError",
  "AbiEncodingBytesSizeMismatchError",
  "AbiEncodingLengthMismatchError",
  "IntegerOutOfRangeError",
  "InvalidAddressError",
  "InvalidArrayError",
  "RangeError",
  "SizeExceedsPaddingSizeError",
  "SizeOverflowError",
];

function isBadArgument({ name, message }: Error): boolean {
  return BAD_ARGUMENTS.includes(name) || / to a BigInt$/.test(message);
}

/** As Node and ethers name them. */
const NETWORK_FAULTS: readonly unknown[] = [
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EPIPE",
  "ETIMEDOUT",
  "NETWORK_ERROR",
  "SERVER_ERROR",
  "TIMEOUT",
];

function isNetworkFault(cause: Error): boolean {
  return NETWORK_FAULTS.includes(codeOf(cause));
}

function codeOf(cause: Error): unknown {
  return (cause as { code?: unknown }).code;
}

function says(causes: readonly Error[], pattern: RegExp): boolean {
  return causes.some(({ message }) => pattern.test(message));
}

function wrongChain(mismatch: Error, options: { readonly cause: unknown }): WrongChainError {
  const [current, expected] = [...mismatch.message.matchAll(/id: (\d+)/g)].map(([, id]) => Number(id));
  return new WrongChainError(expected ?? 0, current ?? 0, options);
}
