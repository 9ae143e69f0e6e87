import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type TransferArguments = {
  readonly to: AccountId;
  /** Quote units, at least 1. */
  readonly amount: bigint;
  /** Kept in the entry's memo, up to 248 bits; such as an invoice number. 0 by default. */
  readonly note?: bigint | undefined;
};

export type TransferParameters = DeploymentParameter &
  WriteParameters &
  TransferArguments & {
    /** A cash account that the signer owns or may spend from; its own desk 0 by default. */
    readonly from?: AccountId | undefined;
  };

export type TransferErrorType = WriteErrorType;

/**
 * Moves cash between cash accounts.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientCashError} when the account holds less.
 * @throws {NotAuthorizedError} when the signer neither owns the account nor is an approved spender of it.
 * @throws {WrongAccountError} when an account is no cash account.
 */
export async function transfer(client: ClearhourClient, parameters: TransferParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `transfer`, and waits until it is mined. */
export async function transferSync(
  client: ClearhourClient,
  parameters: TransferParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
transfer.call = (
  parameters: DeploymentParameter & TransferArguments & { readonly from: AccountId },
): ContractCall<typeof ledgerAbi, "transfer"> => ({
  abi: ledgerAbi,
  address: parameters.deployment.ledger,
  functionName: "transfer",
  args: [parameters.from, parameters.to, checkAmount(parameters.amount), parameters.note ?? 0n],
});

function withDefaults(client: ClearhourClient, parameters: TransferParameters) {
  const { account, from = cashAccount(signerAddress(client, account)) } = parameters;
  return transfer.call({ ...parameters, from });
}
