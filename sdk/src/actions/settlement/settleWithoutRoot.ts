import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SettleWithoutRootArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Index in the line of commitments, from 0. */
  readonly commitment: number;
  /** Index in the line of nominations, from 0. */
  readonly nomination: number;
};

export type SettleWithoutRootParameters = DeploymentParameter & WriteParameters & SettleWithoutRootArguments;

export type SettleWithoutRootErrorType = WriteErrorType;

/**
 * Settles an assignment of a series whose root is overdue: the holder gets k, what the lots were sold for or the
 * product's basisFloor where that is more, the provider the rest, neither side a penalty. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {WindowOpenError} while the root can still come.
 * @throws {RootKnownError} when it was posted.
 * @throws {AlreadySettledError} when it was settled before.
 * @throws {NotAssignedError} when the commitment does not serve the nomination.
 */
export async function settleWithoutRoot(
  client: ClearhourClient,
  parameters: SettleWithoutRootParameters,
): Promise<Hash> {
  return await write(client, parameters, settleWithoutRoot.call(parameters));
}

/** As `settleWithoutRoot`, and waits until it is mined. */
export async function settleWithoutRootSync(
  client: ClearhourClient,
  parameters: SettleWithoutRootParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, settleWithoutRoot.call(parameters));
}

/** The contract call alone. */
settleWithoutRoot.call = (
  parameters: DeploymentParameter & SettleWithoutRootArguments,
): ContractCall<typeof settlementAbi, "settleWithoutRoot"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "settleWithoutRoot",
  args: [parameters.series, parameters.commitment, parameters.nomination],
});
