import type { Address, Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { claimsAbi } from "../../generated/claimsAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type TransferClaimsArguments = {
  readonly to: Address;
  /** Series (`product << 32 | hour`) and the lots of each. */
  readonly entries: readonly { readonly series: bigint; readonly lots: bigint }[];
};

export type TransferClaimsParameters = DeploymentParameter &
  WriteParameters &
  TransferClaimsArguments & {
    /** Who holds the claims: the signer by default, or an owner that approved it. */
    readonly from?: Address | undefined;
  };

export type TransferClaimsErrorType = WriteErrorType;

/**
 * Sends claims to another address.
 *
 * @returns The transaction's hash.
 * @throws {ClaimBalanceError} when `from` holds fewer claims.
 * @throws {ClaimNotApprovedError} when `from` did not approve the signer.
 * @throws {ClaimReceiverError} when `to` is a contract that does not take them.
 */
export async function transferClaims(client: ClearhourClient, parameters: TransferClaimsParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `transferClaims`, and waits until it is mined. */
export async function transferClaimsSync(
  client: ClearhourClient,
  parameters: TransferClaimsParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
transferClaims.call = (
  parameters: DeploymentParameter & TransferClaimsArguments & { readonly from: Address },
): ContractCall<typeof claimsAbi, "safeBatchTransferFrom"> => {
  const { deployment, from, to, entries } = parameters;
  return {
    abi: claimsAbi,
    address: deployment.claims,
    functionName: "safeBatchTransferFrom",
    args: [from, to, entries.map(({ series }) => series), entries.map(({ lots }) => lots), "0x"],
  };
};

function withDefaults(client: ClearhourClient, parameters: TransferClaimsParameters) {
  const { account, from = signerAddress(client, account) } = parameters;
  return transferClaims.call({ ...parameters, from });
}
