import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type RegisterOracleSetArguments = {
  /** 1 to 16 addresses, ascending. */
  readonly members: readonly Address[];
  /** More than two thirds of them. */
  readonly quorum: number;
};

export type RegisterOracleSetParameters = DeploymentParameter & WriteParameters & RegisterOracleSetArguments;

export type RegisterOracleSetErrorType = WriteErrorType;

/**
 * Makes a set of oracles known, so that terms can name it by its id (`oracleSetId`). Anyone may, for any members.
 *
 * @returns The transaction's hash.
 * @throws {MembersNotAscendingError} when members are not sorted by address.
 * @throws {SetSizeError} when there are not 1 to 16.
 * @throws {InvalidQuorumError} when the quorum is not more than two thirds.
 */
export async function registerOracleSet(
  client: ClearhourClient,
  parameters: RegisterOracleSetParameters,
): Promise<Hash> {
  return await write(client, parameters, registerOracleSet.call(parameters));
}

/** As `registerOracleSet`, and waits until it is mined. */
export async function registerOracleSetSync(
  client: ClearhourClient,
  parameters: RegisterOracleSetParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, registerOracleSet.call(parameters));
}

/** The contract call alone. */
registerOracleSet.call = (
  parameters: DeploymentParameter & RegisterOracleSetArguments,
): ContractCall<typeof meterAbi, "registerSet"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "registerSet",
  args: [parameters.members, parameters.quorum],
});
