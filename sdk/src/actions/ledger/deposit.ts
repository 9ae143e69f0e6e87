import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type DepositParameters = DeploymentParameter &
  WriteParameters & {
    /** Quote units, at least 1. */
    readonly amount: bigint;
    /** Any cash account; the signer's own by default. */
    readonly to?: AccountId | undefined;
  };

export type DepositErrorType = WriteErrorType;

/**
 * Pays quote tokens into the ledger. The ledger must be allowed to take them: `approveToken`, or `depositWithPermit`.
 *
 * @returns The transaction's hash.
 * @throws {TokenAllowanceError} when the ledger may not take that much.
 * @throws {TokenBalanceError} when the signer holds fewer tokens.
 * @throws {WrongAccountError} when `to` is no cash account.
 *
 * @example
 * await deposit(client, { deployment, amount: parseUnits("100", 6) });
 */
export async function deposit(client: ClearhourClient, parameters: DepositParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `deposit`, and waits until it is mined. */
export async function depositSync(client: ClearhourClient, parameters: DepositParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
deposit.call = (
  parameters: DeploymentParameter & { readonly amount: bigint; readonly to: AccountId },
): ContractCall<typeof ledgerAbi, "deposit"> => ({
  abi: ledgerAbi,
  address: parameters.deployment.ledger,
  functionName: "deposit",
  args: [parameters.to, checkAmount(parameters.amount)],
});

function withDefaults(client: ClearhourClient, parameters: DepositParameters) {
  const { deployment, amount, account, to = cashAccount(signerAddress(client, account)) } = parameters;
  return deposit.call({ deployment, amount, to });
}
