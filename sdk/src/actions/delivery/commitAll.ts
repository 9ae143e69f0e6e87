import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type CommitAllArguments = {
  /** `product << 32 | hour` of each. */
  readonly series: readonly bigint[];
  /** The provider that owes the lots; anyone's. */
  readonly accountId: AccountId;
};

export type CommitAllParameters = DeploymentParameter & WriteParameters & CommitAllArguments;

export type CommitAllErrorType = WriteErrorType;

/**
 * Commits all open short lots of a provider in each of the series, in whole domains. Anyone may, from the terms'
 * autoCommit before the period, unless the provider opted out; its owner and operators at any time before the gate.
 *
 * @returns The transaction's hash.
 * @throws {NothingToCommitError} when none of the series has lots to commit.
 * @throws {TooEarlyToCommitForError} when a stranger comes too early.
 * @throws {OptedOutError} when the provider opted out.
 */
export async function commitAll(client: ClearhourClient, parameters: CommitAllParameters): Promise<Hash> {
  return await write(client, parameters, commitAll.call(parameters));
}

/** As `commitAll`, and waits until it is mined. */
export async function commitAllSync(
  client: ClearhourClient,
  parameters: CommitAllParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, commitAll.call(parameters));
}

/** The contract call alone. */
commitAll.call = (
  parameters: DeploymentParameter & CommitAllArguments,
): ContractCall<typeof deliveryAbi, "commitAll"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "commitAll",
  args: [parameters.accountId, parameters.series],
});
