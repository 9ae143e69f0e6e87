import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type UnbondOracleArguments = {
  readonly product: number;
  /** Quote units, at least 1. */
  readonly amount: bigint;
};

export type UnbondOracleParameters = DeploymentParameter & WriteParameters & UnbondOracleArguments;

export type UnbondOracleErrorType = WriteErrorType;

/**
 * Announces that part of the signer's bond leaves. The wait begins anew for all that is leaving.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientBondError} when less is bonded.
 */
export async function unbondOracle(client: ClearhourClient, parameters: UnbondOracleParameters): Promise<Hash> {
  return await write(client, parameters, unbondOracle.call(parameters));
}

/** As `unbondOracle`, and waits until it is mined. */
export async function unbondOracleSync(
  client: ClearhourClient,
  parameters: UnbondOracleParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, unbondOracle.call(parameters));
}

/** The contract call alone. */
unbondOracle.call = (
  parameters: DeploymentParameter & UnbondOracleArguments,
): ContractCall<typeof meterAbi, "unbondOracle"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "unbondOracle",
  args: [parameters.product, checkAmount(parameters.amount)],
});
