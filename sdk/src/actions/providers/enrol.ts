import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type EnrolParameters = DeploymentParameter &
  WriteParameters & {
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type EnrolErrorType = WriteErrorType;

/**
 * Makes an account a provider, for good.
 *
 * @returns The transaction's hash.
 * @throws {AlreadyProviderError} when it is one.
 * @throws {IsWriterError} when it sold short without capacity before: enrol another desk.
 */
export async function enrol(client: ClearhourClient, parameters: EnrolParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `enrol`, and waits until it is mined. */
export async function enrolSync(client: ClearhourClient, parameters: EnrolParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
enrol.call = (
  parameters: DeploymentParameter & { readonly accountId: AccountId },
): ContractCall<typeof providersAbi, "enrol"> => ({
  abi: providersAbi,
  address: parameters.deployment.providers,
  functionName: "enrol",
  args: [parameters.accountId],
});

function withDefaults(client: ClearhourClient, parameters: EnrolParameters) {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return enrol.call({ deployment, accountId });
}
