import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type DefaultShortArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Who is short; anyone. */
  readonly accountId: AccountId;
};

export type DefaultShortParameters = DeploymentParameter & WriteParameters & DefaultShortArguments;

export type DefaultShortErrorType = WriteErrorType;

/**
 * After gate closure, makes short lots that nobody committed pay for a full shortfall. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {GateOpenError} before gate closure.
 * @throws {NothingToDefaultError} when the account is not short of the series.
 */
export async function defaultShort(client: ClearhourClient, parameters: DefaultShortParameters): Promise<Hash> {
  return await write(client, parameters, defaultShort.call(parameters));
}

/** As `defaultShort`, and waits until it is mined. */
export async function defaultShortSync(
  client: ClearhourClient,
  parameters: DefaultShortParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, defaultShort.call(parameters));
}

/** The contract call alone. */
defaultShort.call = (
  parameters: DeploymentParameter & DefaultShortArguments,
): ContractCall<typeof deliveryAbi, "defaultShort"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "defaultShort",
  args: [parameters.accountId, parameters.series],
});
