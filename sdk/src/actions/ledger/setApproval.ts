import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type SetApprovalArguments = { readonly spender: Address; readonly allowed: boolean };

export type SetApprovalParameters = DeploymentParameter &
  WriteParameters &
  SetApprovalArguments & {
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type SetApprovalErrorType = WriteErrorType;

/**
 * Lets a contract move cash and long lots of one account, or stops it.
 *
 * @returns The transaction's hash.
 * @throws {NotAuthorizedError} when the signer does not own the account.
 */
export async function setApproval(client: ClearhourClient, parameters: SetApprovalParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `setApproval`, and waits until it is mined. */
export async function setApprovalSync(
  client: ClearhourClient,
  parameters: SetApprovalParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
setApproval.call = (
  parameters: DeploymentParameter & SetApprovalArguments & { readonly accountId: AccountId },
): ContractCall<typeof ledgerAbi, "setApproval"> => ({
  abi: ledgerAbi,
  address: parameters.deployment.ledger,
  functionName: "setApproval",
  args: [parameters.accountId, parameters.spender, parameters.allowed],
});

function withDefaults(client: ClearhourClient, parameters: SetApprovalParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return setApproval.call({ ...parameters, accountId });
}
