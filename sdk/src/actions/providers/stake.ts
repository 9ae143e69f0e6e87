import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type StakeParameters = DeploymentParameter &
  WriteParameters & {
    /** Quote units, at least 1. */
    readonly amount: bigint;
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type StakeErrorType = WriteErrorType;

/**
 * Moves free cash into the account's stake, which backs what it sells as a provider.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientCashError} when the account holds less.
 * @throws {StakeTooLargeError} when the account would have 2^104 units or more.
 */
export async function stake(client: ClearhourClient, parameters: StakeParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `stake`, and waits until it is mined. */
export async function stakeSync(client: ClearhourClient, parameters: StakeParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
stake.call = (
  parameters: DeploymentParameter & { readonly accountId: AccountId; readonly amount: bigint },
): ContractCall<typeof providersAbi, "stake"> => ({
  abi: providersAbi,
  address: parameters.deployment.providers,
  functionName: "stake",
  args: [parameters.accountId, checkAmount(parameters.amount)],
});

function withDefaults(client: ClearhourClient, parameters: StakeParameters) {
  const { deployment, amount, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return stake.call({ deployment, accountId, amount });
}
