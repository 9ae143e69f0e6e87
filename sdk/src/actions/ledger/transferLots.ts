import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkUint32 } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type TransferLotsArguments = {
  readonly to: AccountId;
  /** `product << 32 | hour`. */
  readonly series: bigint;
  readonly lots: number;
  /** Kept in the entry's memo, up to 248 bits. 0 by default. */
  readonly note?: bigint | undefined;
};

export type TransferLotsParameters = DeploymentParameter &
  WriteParameters &
  TransferLotsArguments & {
    /** A cash account that the signer owns or may spend from; its own desk 0 by default. */
    readonly from?: AccountId | undefined;
  };

export type TransferLotsErrorType = WriteErrorType;

/**
 * Moves long lots between cash accounts, without payment.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientLotsError} when the account holds fewer free lots.
 * @throws {ReceiverIsShortError} when the receiver is short of the series.
 * @throws {NotAuthorizedError} when the signer neither owns the account nor is an approved spender of it.
 */
export async function transferLots(client: ClearhourClient, parameters: TransferLotsParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `transferLots`, and waits until it is mined. */
export async function transferLotsSync(
  client: ClearhourClient,
  parameters: TransferLotsParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
transferLots.call = (
  parameters: DeploymentParameter & TransferLotsArguments & { readonly from: AccountId },
): ContractCall<typeof ledgerAbi, "transferLots"> => {
  const { deployment, from, to, series, lots, note = 0n } = parameters;
  return {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "transferLots",
    args: [from, to, series, checkUint32("lots", lots), note],
  };
};

function withDefaults(client: ClearhourClient, parameters: TransferLotsParameters) {
  const { account, from = cashAccount(signerAddress(client, account)) } = parameters;
  return transferLots.call({ ...parameters, from });
}
