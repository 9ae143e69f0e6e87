import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type WithdrawOracleBondArguments = {
  readonly product: number;
};

export type WithdrawOracleBondParameters = DeploymentParameter & WriteParameters & WithdrawOracleBondArguments;

export type WithdrawOracleBondErrorType = WriteErrorType;

/**
 * Moves what has left the signer's bond, after the wait, to its free cash.
 *
 * @returns The transaction's hash.
 * @throws {NothingUnbondingError} when nothing was announced.
 * @throws {StillUnbondingError} when the wait is not over.
 */
export async function withdrawOracleBond(
  client: ClearhourClient,
  parameters: WithdrawOracleBondParameters,
): Promise<Hash> {
  return await write(client, parameters, withdrawOracleBond.call(parameters));
}

/** As `withdrawOracleBond`, and waits until it is mined. */
export async function withdrawOracleBondSync(
  client: ClearhourClient,
  parameters: WithdrawOracleBondParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withdrawOracleBond.call(parameters));
}

/** The contract call alone. */
withdrawOracleBond.call = (
  parameters: DeploymentParameter & WithdrawOracleBondArguments,
): ContractCall<typeof meterAbi, "withdrawOracleBond"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "withdrawOracleBond",
  args: [parameters.product],
});
