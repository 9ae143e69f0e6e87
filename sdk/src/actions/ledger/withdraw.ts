import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type WithdrawParameters = DeploymentParameter &
  WriteParameters & {
    /** Quote units, at least 1. */
    readonly amount: bigint;
    /** A cash account of the signer; desk 0 by default. */
    readonly from?: AccountId | undefined;
    /** Who receives the tokens; the signer by default. */
    readonly to?: Address | undefined;
  };

export type WithdrawErrorType = WriteErrorType;

/**
 * Pays free cash out as quote tokens. Nothing can pause or block it.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientCashError} when the account holds less.
 * @throws {NotAuthorizedError} when the signer does not own the account: operators cannot withdraw.
 */
export async function withdraw(client: ClearhourClient, parameters: WithdrawParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `withdraw`, and waits until it is mined. */
export async function withdrawSync(
  client: ClearhourClient,
  parameters: WithdrawParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
withdraw.call = (
  parameters: DeploymentParameter & { readonly from: AccountId; readonly to: Address; readonly amount: bigint },
): ContractCall<typeof ledgerAbi, "withdraw"> => ({
  abi: ledgerAbi,
  address: parameters.deployment.ledger,
  functionName: "withdraw",
  args: [parameters.from, parameters.to, checkAmount(parameters.amount)],
});

function withDefaults(client: ClearhourClient, parameters: WithdrawParameters) {
  const signer = signerAddress(client, parameters.account);
  const { deployment, amount, from = cashAccount(signer), to = signer } = parameters;
  return withdraw.call({ deployment, from, to, amount });
}
