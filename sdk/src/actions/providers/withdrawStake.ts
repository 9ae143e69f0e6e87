import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type WithdrawStakeParameters = DeploymentParameter &
  WriteParameters & {
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type WithdrawStakeErrorType = WriteErrorType;

/**
 * Moves unbonded stake, after the wait, back to free cash; what open lots still need stays.
 *
 * @returns The transaction's hash.
 * @throws {NothingUnbondingError} when nothing was announced.
 * @throws {StillUnbondingError} when the wait is not over.
 * @throws {InsufficientStakeError} when open lots need all of it.
 */
export async function withdrawStake(client: ClearhourClient, parameters: WithdrawStakeParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `withdrawStake`, and waits until it is mined. */
export async function withdrawStakeSync(
  client: ClearhourClient,
  parameters: WithdrawStakeParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
withdrawStake.call = (
  parameters: DeploymentParameter & { readonly accountId: AccountId },
): ContractCall<typeof providersAbi, "withdrawStake"> => ({
  abi: providersAbi,
  address: parameters.deployment.providers,
  functionName: "withdrawStake",
  args: [parameters.accountId],
});

function withDefaults(client: ClearhourClient, parameters: WithdrawStakeParameters) {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return withdrawStake.call({ deployment, accountId });
}
