import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SettleMissingLeafArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Index in the line of commitments, from 0. */
  readonly commitment: number;
  /** Index in the line of nominations, from 0. */
  readonly nomination: number;
};

export type SettleMissingLeafParameters = DeploymentParameter & WriteParameters & SettleMissingLeafArguments;

export type SettleMissingLeafErrorType = WriteErrorType;

/**
 * Settles an assignment whose reading nobody brought in time as undelivered. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {WindowOpenError} while the reading can still come.
 * @throws {NoRootError} when no root was posted.
 * @throws {AlreadySettledError} when it was settled before.
 * @throws {NotAssignedError} when the commitment does not serve the nomination.
 */
export async function settleMissingLeaf(
  client: ClearhourClient,
  parameters: SettleMissingLeafParameters,
): Promise<Hash> {
  return await write(client, parameters, settleMissingLeaf.call(parameters));
}

/** As `settleMissingLeaf`, and waits until it is mined. */
export async function settleMissingLeafSync(
  client: ClearhourClient,
  parameters: SettleMissingLeafParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, settleMissingLeaf.call(parameters));
}

/** The contract call alone. */
settleMissingLeaf.call = (
  parameters: DeploymentParameter & SettleMissingLeafArguments,
): ContractCall<typeof settlementAbi, "settleMissingLeaf"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "settleMissingLeaf",
  args: [parameters.series, parameters.commitment, parameters.nomination],
});
