import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SweepCompensationArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
};

export type SweepCompensationParameters = DeploymentParameter & WriteParameters & SweepCompensationArguments;

export type SweepCompensationErrorType = WriteErrorType;

/**
 * Moves what no nomination can claim from the compensation of a series to the reserve. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {NothingToSweepError} when all that is left is somebody's.
 * @throws {WindowOpenError} before compensation is paid out.
 */
export async function sweepCompensation(
  client: ClearhourClient,
  parameters: SweepCompensationParameters,
): Promise<Hash> {
  return await write(client, parameters, sweepCompensation.call(parameters));
}

/** As `sweepCompensation`, and waits until it is mined. */
export async function sweepCompensationSync(
  client: ClearhourClient,
  parameters: SweepCompensationParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, sweepCompensation.call(parameters));
}

/** The contract call alone. */
sweepCompensation.call = (
  parameters: DeploymentParameter & SweepCompensationArguments,
): ContractCall<typeof deliveryAbi, "sweepCompensation"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "sweepCompensation",
  args: [parameters.series],
});
