import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SetOperatorArguments = { readonly operator: Address; readonly allowed: boolean };

export type SetOperatorParameters = DeploymentParameter & WriteParameters & SetOperatorArguments;

export type SetOperatorErrorType = WriteErrorType;

/**
 * Names or removes an operator: it may place orders, commit and nominate for every desk of the signer, and can never
 * withdraw or pay out.
 *
 * @returns The transaction's hash.
 * @throws {WriteErrorType} when wallet, node or contract refuse it.
 */
export async function setOperator(client: ClearhourClient, parameters: SetOperatorParameters): Promise<Hash> {
  return await write(client, parameters, setOperator.call(parameters));
}

/** As `setOperator`, and waits until it is mined. */
export async function setOperatorSync(
  client: ClearhourClient,
  parameters: SetOperatorParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, setOperator.call(parameters));
}

/** The contract call alone. */
setOperator.call = (
  parameters: DeploymentParameter & SetOperatorArguments,
): ContractCall<typeof ledgerAbi, "setOperator"> => ({
  abi: ledgerAbi,
  address: parameters.deployment.ledger,
  functionName: "setOperator",
  args: [parameters.operator, parameters.allowed],
});
