import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type BondOracleArguments = {
  readonly product: number;
  /** Quote units, at least 1. */
  readonly amount: bigint;
};

export type BondOracleParameters = DeploymentParameter & WriteParameters & BondOracleArguments;

export type BondOracleErrorType = WriteErrorType;

/**
 * Moves free cash of the signer's desk 0 into its bond as a second oracle of a product: its consent to lose up to the terms'
 * bondFloor for each dispute that its set leaves undecided.
 *
 * @returns The transaction's hash.
 * @throws {NotSecondOracleError} when the signer is not in the second set.
 * @throws {InsufficientCashError} when it has less free cash.
 */
export async function bondOracle(client: ClearhourClient, parameters: BondOracleParameters): Promise<Hash> {
  return await write(client, parameters, bondOracle.call(parameters));
}

/** As `bondOracle`, and waits until it is mined. */
export async function bondOracleSync(
  client: ClearhourClient,
  parameters: BondOracleParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, bondOracle.call(parameters));
}

/** The contract call alone. */
bondOracle.call = (
  parameters: DeploymentParameter & BondOracleArguments,
): ContractCall<typeof meterAbi, "bondOracle"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "bondOracle",
  args: [parameters.product, checkAmount(parameters.amount)],
});
