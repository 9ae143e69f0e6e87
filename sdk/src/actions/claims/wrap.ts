import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { claimsAbi } from "../../generated/claimsAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type WrapArguments = {
  /** Series (`product << 32 | hour`) and the lots of each. */
  readonly entries: readonly { readonly series: bigint; readonly lots: number }[];
  /** Who receives the claims. */
  readonly to: Address;
};

export type WrapParameters = DeploymentParameter &
  WriteParameters &
  WrapArguments & {
    /** A cash account of the signer; desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type WrapErrorType = WriteErrorType;

/**
 * Takes long lots out of an account as ERC-1155 claims: one token per lot, the series as its id. Until gate closure.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientLotsError} when the account holds fewer free lots.
 * @throws {GateClosedError} after gate closure.
 * @throws {NotAuthorizedError} when the signer does not own the account: operators cannot wrap.
 * @throws {ClaimReceiverError} when `to` is a contract that does not take them.
 */
export async function wrap(client: ClearhourClient, parameters: WrapParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `wrap`, and waits until it is mined. */
export async function wrapSync(client: ClearhourClient, parameters: WrapParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
wrap.call = (
  parameters: DeploymentParameter & WrapArguments & { readonly accountId: AccountId },
): ContractCall<typeof claimsAbi, "wrap"> => ({
  abi: claimsAbi,
  address: parameters.deployment.claims,
  functionName: "wrap",
  args: [
    parameters.accountId,
    parameters.entries.map(({ series }) => series),
    parameters.entries.map(({ lots }) => lots),
    parameters.to,
  ],
});

function withDefaults(client: ClearhourClient, parameters: WrapParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return wrap.call({ ...parameters, accountId });
}
