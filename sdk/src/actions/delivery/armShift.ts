import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ArmShiftArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
};

export type ArmShiftParameters = DeploymentParameter & WriteParameters & ArmShiftArguments;

export type ArmShiftErrorType = WriteErrorType;

/**
 * Once the gate is closed, names the next block as the one whose hash fixes who serves whom. Does nothing where that is
 * so already. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {GateOpenError} before gate closure.
 */
export async function armShift(client: ClearhourClient, parameters: ArmShiftParameters): Promise<Hash> {
  return await write(client, parameters, armShift.call(parameters));
}

/** As `armShift`, and waits until it is mined. */
export async function armShiftSync(
  client: ClearhourClient,
  parameters: ArmShiftParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, armShift.call(parameters));
}

/** The contract call alone. */
armShift.call = (
  parameters: DeploymentParameter & ArmShiftArguments,
): ContractCall<typeof deliveryAbi, "armShift"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "armShift",
  args: [parameters.series],
});
