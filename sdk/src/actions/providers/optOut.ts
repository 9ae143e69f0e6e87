import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type OptOutArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** true opts out, false takes it back. */
  readonly out: boolean;
};

export type OptOutParameters = DeploymentParameter &
  WriteParameters &
  OptOutArguments & {
    /** An account that the signer may trade for; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type OptOutErrorType = WriteErrorType;

/**
 * Keeps others from committing the account's short lots of a series; they are then subject to close-out.
 *
 * @returns The transaction's hash.
 * @throws {NotAuthorizedError} when the signer may not trade for the account.
 */
export async function optOut(client: ClearhourClient, parameters: OptOutParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `optOut`, and waits until it is mined. */
export async function optOutSync(client: ClearhourClient, parameters: OptOutParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
optOut.call = (
  parameters: DeploymentParameter & OptOutArguments & { readonly accountId: AccountId },
): ContractCall<typeof providersAbi, "optOut"> => ({
  abi: providersAbi,
  address: parameters.deployment.providers,
  functionName: "optOut",
  args: [parameters.accountId, parameters.series, parameters.out],
});

function withDefaults(client: ClearhourClient, parameters: OptOutParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return optOut.call({ ...parameters, accountId });
}
