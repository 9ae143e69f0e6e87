import { erc20Abi, type Hash, type TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ApproveTokenArguments = {
  /** Token units that the ledger may take in all; 0 takes the permission back. */
  readonly amount: bigint;
};

export type ApproveTokenParameters = DeploymentParameter & WriteParameters & ApproveTokenArguments;

export type ApproveTokenErrorType = WriteErrorType;

/**
 * Lets the ledger take quote tokens of the signer, as `deposit` needs it.
 *
 * @returns The transaction's hash.
 * @throws {WriteErrorType} when wallet, node or contract refuse it.
 */
export async function approveToken(client: ClearhourClient, parameters: ApproveTokenParameters): Promise<Hash> {
  return await write(client, parameters, approveToken.call(parameters));
}

/** As `approveToken`, and waits until it is mined. */
export async function approveTokenSync(
  client: ClearhourClient,
  parameters: ApproveTokenParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, approveToken.call(parameters));
}

/** The contract call alone. */
approveToken.call = (
  parameters: DeploymentParameter & ApproveTokenArguments,
): ContractCall<typeof erc20Abi, "approve"> => ({
  abi: erc20Abi,
  address: parameters.deployment.token,
  functionName: "approve",
  args: [parameters.deployment.ledger, parameters.amount],
});
