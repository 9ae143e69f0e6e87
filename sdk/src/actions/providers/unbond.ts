import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkAmount } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type UnbondParameters = DeploymentParameter &
  WriteParameters & {
    /** Quote units, at least 1. */
    readonly amount: bigint;
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type UnbondErrorType = WriteErrorType;

/**
 * Announces that stake is to be withdrawn: it backs nothing new from now on and stays seizable for 91 days. The wait
 * begins anew for all that is unbonding.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientStakeError} when less is bonded.
 */
export async function unbond(client: ClearhourClient, parameters: UnbondParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `unbond`, and waits until it is mined. */
export async function unbondSync(client: ClearhourClient, parameters: UnbondParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
unbond.call = (
  parameters: DeploymentParameter & { readonly accountId: AccountId; readonly amount: bigint },
): ContractCall<typeof providersAbi, "unbond"> => ({
  abi: providersAbi,
  address: parameters.deployment.providers,
  functionName: "unbond",
  args: [parameters.accountId, checkAmount(parameters.amount)],
});

function withDefaults(client: ClearhourClient, parameters: UnbondParameters) {
  const { deployment, amount, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return unbond.call({ deployment, accountId, amount });
}
