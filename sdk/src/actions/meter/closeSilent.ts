import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type CloseSilentArguments = {
  /** Number of the dispute, from 1. */
  readonly dispute: bigint;
};

export type CloseSilentParameters = DeploymentParameter & WriteParameters & CloseSilentArguments;

export type CloseSilentErrorType = WriteErrorType;

/**
 * Ends a dispute that the second quorum left undecided: the original stands, the bond goes back, and the silent oracles pay.
 * Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {DecisionPendingError} before the deadline.
 * @throws {DisputeClosedError} when the dispute is over.
 */
export async function closeSilent(client: ClearhourClient, parameters: CloseSilentParameters): Promise<Hash> {
  return await write(client, parameters, closeSilent.call(parameters));
}

/** As `closeSilent`, and waits until it is mined. */
export async function closeSilentSync(
  client: ClearhourClient,
  parameters: CloseSilentParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, closeSilent.call(parameters));
}

/** The contract call alone. */
closeSilent.call = (
  parameters: DeploymentParameter & CloseSilentArguments,
): ContractCall<typeof meterAbi, "closeSilent"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "closeSilent",
  args: [parameters.dispute],
});
