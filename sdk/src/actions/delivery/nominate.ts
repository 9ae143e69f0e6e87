import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type NominateArguments = {
  /** Series (`product << 32 | hour`) and the lots of each. */
  readonly entries: readonly { readonly series: bigint; readonly lots: number }[];
  /** What the assigned providers let in: a public key of 33 to 256 bytes, public in the event. */
  readonly accessKey: Hex;
};

export type NominateParameters = DeploymentParameter &
  WriteParameters &
  NominateArguments & {
    /** An account that the signer may trade for; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type NominateErrorType = WriteErrorType;

/**
 * Nominates long lots for use, until gate closure. It cannot be taken back.
 *
 * @returns The transaction's hash.
 * @throws {InsufficientLotsError} when the account holds fewer free lots.
 * @throws {AccessKeySizeError} when the key has not 33 to 256 bytes.
 * @throws {BelowMinimumError} when an entry is smaller than the terms' minLots.
 * @throws {NotDomainMultipleError} when lots are no multiple of the terms' domainLots.
 * @throws {GateClosedError} after gate closure.
 */
export async function nominate(client: ClearhourClient, parameters: NominateParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `nominate`, and waits until it is mined. */
export async function nominateSync(
  client: ClearhourClient,
  parameters: NominateParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
nominate.call = (
  parameters: DeploymentParameter & NominateArguments & { readonly accountId: AccountId },
): ContractCall<typeof deliveryAbi, "nominate"> => ({
  abi: deliveryAbi,
  address: parameters.deployment.delivery,
  functionName: "nominate",
  args: [
    parameters.accountId,
    parameters.entries.map(({ series }) => series),
    parameters.entries.map(({ lots }) => lots),
    parameters.accessKey,
  ],
});

function withDefaults(client: ClearhourClient, parameters: NominateParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return nominate.call({ ...parameters, accountId });
}
