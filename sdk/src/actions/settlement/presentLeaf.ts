import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { Reading } from "../../meter/reading.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type PresentLeafArguments = {
  /** Number of the dispute, from 1. */
  readonly dispute: bigint;
  readonly reading: Reading;
  /** Of the reading in the root of its series. */
  readonly proof: readonly Hex[];
};

export type PresentLeafParameters = DeploymentParameter & WriteParameters & PresentLeafArguments;

export type PresentLeafErrorType = WriteErrorType;

/**
 * Shows the reading that an open dispute says is missing: it becomes a dispute about that reading. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {LeafKnownError} when the dispute is about a known reading.
 * @throws {ForgedLeafError} when the reading is not under the posted root.
 * @throws {WrongAssignmentError} when it is of another assignment.
 * @throws {DisputeClosedError} when the dispute is over.
 */
export async function presentLeaf(client: ClearhourClient, parameters: PresentLeafParameters): Promise<Hash> {
  return await write(client, parameters, presentLeaf.call(parameters));
}

/** As `presentLeaf`, and waits until it is mined. */
export async function presentLeafSync(
  client: ClearhourClient,
  parameters: PresentLeafParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, presentLeaf.call(parameters));
}

/** The contract call alone. */
presentLeaf.call = (
  parameters: DeploymentParameter & PresentLeafArguments,
): ContractCall<typeof settlementAbi, "presentLeaf"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "presentLeaf",
  args: [parameters.dispute, parameters.reading, parameters.proof],
});
