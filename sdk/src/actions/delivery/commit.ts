import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type CommitArguments = {
  /** Series (`product << 32 | hour`) and the lots of each. */
  readonly entries: readonly { readonly series: bigint; readonly lots: number }[];
};

export type CommitParameters = DeploymentParameter &
  WriteParameters &
  CommitArguments & {
    /** A provider's account that the signer may trade for; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type CommitErrorType = WriteErrorType;

/**
 * Commits short lots of a provider to delivery, until gate closure. It cannot be taken back.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientShortError} when the account is short fewer lots.
 * @throws {BelowMinimumError} when an entry is smaller than the terms' minLots.
 * @throws {NotDomainMultipleError} when lots are no multiple of the terms' domainLots.
 * @throws {GateClosedError} after gate closure.
 * @throws {NotProviderError} when the account is no provider.
 */
export async function commit(client: ClearhourClient, parameters: CommitParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `commit`, and waits until it is mined. */
export async function commitSync(client: ClearhourClient, parameters: CommitParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
commit.call = (
  parameters: DeploymentParameter & CommitArguments & { readonly accountId: AccountId },
): ContractCall<typeof deliveryAbi, "commit"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "commit",
  args: [
    parameters.accountId,
    parameters.entries.map(({ series }) => series),
    parameters.entries.map(({ lots }) => lots),
  ],
});

function withDefaults(client: ClearhourClient, parameters: CommitParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return commit.call({ ...parameters, accountId });
}
