import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { Reading } from "../../meter/reading.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type DecideDisputeArguments = {
  /** Number of the dispute, from 1. */
  readonly dispute: bigint;
  /** As it should be. */
  readonly reading: Reading;
  /** By at least a quorum of the second set, sorted by the addresses of their signers. */
  readonly signatures: readonly Hex[];
};

export type DecideDisputeParameters = DeploymentParameter & WriteParameters & DecideDisputeArguments;

export type DecideDisputeErrorType = WriteErrorType;

/**
 * Brings the verdict of the second quorum, the reading that it signed, which settles the assignment. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {BelowQuorumError} when there are too few signatures.
 * @throws {NotMemberError} when somebody signed who is not in the second set, or something else was signed.
 * @throws {SignersNotAscendingError} when signatures are not sorted by their signers.
 * @throws {DecisionTooLateError} after the deadline.
 * @throws {DisputeClosedError} when the dispute is over.
 */
export async function decideDispute(client: ClearhourClient, parameters: DecideDisputeParameters): Promise<Hash> {
  return await write(client, parameters, decideDispute.call(parameters));
}

/** As `decideDispute`, and waits until it is mined. */
export async function decideDisputeSync(
  client: ClearhourClient,
  parameters: DecideDisputeParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, decideDispute.call(parameters));
}

/** The contract call alone. */
decideDispute.call = (
  parameters: DeploymentParameter & DecideDisputeArguments,
): ContractCall<typeof settlementAbi, "decide"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "decide",
  args: [parameters.dispute, parameters.reading, parameters.signatures],
});
