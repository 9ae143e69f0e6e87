import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ClaimCompensationArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Index in the line of nominations, from 0. */
  readonly nomination: number;
};

export type ClaimCompensationParameters = DeploymentParameter & WriteParameters & ClaimCompensationArguments;

export type ClaimCompensationErrorType = WriteErrorType;

/**
 * Pays a nomination's lots that met no commitment their share of what defaulting shorts paid in. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {WindowOpenError} before compensation is paid out.
 * @throws {NothingToClaimError} when all its lots are assigned or were compensated.
 * @throws {UnknownNominationError} when there is no such entry.
 * @throws {ShiftPendingError} while the shift is not known.
 */
export async function claimCompensation(
  client: ClearhourClient,
  parameters: ClaimCompensationParameters,
): Promise<Hash> {
  return await write(client, parameters, claimCompensation.call(parameters));
}

/** As `claimCompensation`, and waits until it is mined. */
export async function claimCompensationSync(
  client: ClearhourClient,
  parameters: ClaimCompensationParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, claimCompensation.call(parameters));
}

/** The contract call alone. */
claimCompensation.call = (
  parameters: DeploymentParameter & ClaimCompensationArguments,
): ContractCall<typeof deliveryAbi, "claimCompensation"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "claimCompensation",
  args: [parameters.series, parameters.nomination],
});
