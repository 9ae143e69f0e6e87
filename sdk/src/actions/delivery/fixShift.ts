import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type FixShiftArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
};

export type FixShiftParameters = DeploymentParameter & WriteParameters & FixShiftArguments;

export type FixShiftErrorType = WriteErrorType;

/**
 * Fixes who serves whom, once the hash of the armed block is there. Settling does it on the way. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {ShiftPendingError} when the shift is not armed, or its block is not there yet or too old.
 */
export async function fixShift(client: ClearhourClient, parameters: FixShiftParameters): Promise<Hash> {
  return await write(client, parameters, fixShift.call(parameters));
}

/** As `fixShift`, and waits until it is mined. */
export async function fixShiftSync(
  client: ClearhourClient,
  parameters: FixShiftParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, fixShift.call(parameters));
}

/** The contract call alone. */
fixShift.call = (
  parameters: DeploymentParameter & FixShiftArguments,
): ContractCall<typeof deliveryAbi, "fixShift"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "fixShift",
  args: [parameters.series],
});
