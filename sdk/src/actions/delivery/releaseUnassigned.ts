import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ReleaseUnassignedArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Index in the line of commitments, from 0. */
  readonly commitment: number;
};

export type ReleaseUnassignedParameters = DeploymentParameter & WriteParameters & ReleaseUnassignedArguments;

export type ReleaseUnassignedErrorType = WriteErrorType;

/**
 * Gives the lots of a commitment that met no nomination their lock back. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {NothingToReleaseError} when all its lots are assigned or were released.
 * @throws {UnknownCommitmentError} when there is no such entry.
 * @throws {ShiftPendingError} while the shift is not known.
 */
export async function releaseUnassigned(
  client: ClearhourClient,
  parameters: ReleaseUnassignedParameters,
): Promise<Hash> {
  return await write(client, parameters, releaseUnassigned.call(parameters));
}

/** As `releaseUnassigned`, and waits until it is mined. */
export async function releaseUnassignedSync(
  client: ClearhourClient,
  parameters: ReleaseUnassignedParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, releaseUnassigned.call(parameters));
}

/** The contract call alone. */
releaseUnassigned.call = (
  parameters: DeploymentParameter & ReleaseUnassignedArguments,
): ContractCall<typeof deliveryAbi, "releaseUnassigned"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "releaseUnassigned",
  args: [parameters.series, parameters.commitment],
});
