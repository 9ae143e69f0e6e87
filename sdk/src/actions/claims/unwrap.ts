import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { claimsAbi } from "../../generated/claimsAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type UnwrapArguments = {
  /** Series (`product << 32 | hour`) and the lots of each. */
  readonly entries: readonly { readonly series: bigint; readonly lots: number }[];
};

export type UnwrapParameters = DeploymentParameter &
  WriteParameters &
  UnwrapArguments & {
    /** Any cash account; the signer's own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type UnwrapErrorType = WriteErrorType;

/**
 * Burns claims of the signer and adds the lots to an account. Until gate closure.
 *
 * @returns The transaction's hash.
 * @throws {ClaimBalanceError} when the signer holds fewer claims.
 * @throws {GateClosedError} after gate closure: the claim has expired.
 * @throws {AccountIsShortError} when the account is short of the series.
 */
export async function unwrap(client: ClearhourClient, parameters: UnwrapParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `unwrap`, and waits until it is mined. */
export async function unwrapSync(client: ClearhourClient, parameters: UnwrapParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
unwrap.call = (
  parameters: DeploymentParameter & UnwrapArguments & { readonly accountId: AccountId },
): ContractCall<typeof claimsAbi, "unwrap"> => ({
  abi: claimsAbi,
  address: parameters.deployment.claims,
  functionName: "unwrap",
  args: [
    parameters.accountId,
    parameters.entries.map(({ series }) => series),
    parameters.entries.map(({ lots }) => lots),
  ],
});

function withDefaults(client: ClearhourClient, parameters: UnwrapParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return unwrap.call({ ...parameters, accountId });
}
