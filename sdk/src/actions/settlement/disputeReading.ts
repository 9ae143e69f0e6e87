import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { Reading } from "../../meter/reading.ts";
import { type DisputeOpened, disputeOpened } from "../internal/disputeOpened.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type DisputeReadingArguments = {
  readonly reading: Reading;
  /** Of the reading in the root of its series. */
  readonly proof: readonly Hex[];
};

export type DisputeReadingParameters = DeploymentParameter &
  WriteParameters &
  DisputeReadingArguments & {
    /** The account that nominated or committed; the signer's own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type DisputeReadingReturnType = DisputeOpened & { readonly receipt: TransactionReceipt };

export type DisputeReadingErrorType = WriteErrorType;

/**
 * Disputes a reading, as a side of its assignment or an operator of one. The bond is taken from its free cash.
 *
 * @returns The transaction's hash.
 * @throws {NotPartyError} when the account is no side of the assignment.
 * @throws {WindowClosedError} after the challenge window.
 * @throws {ForgedLeafError} when the reading is not under the posted root.
 * @throws {InsufficientCashError} when the account cannot pay the bond.
 * @throws {AlreadyDisputedError} when the assignment is or was disputed.
 */
export async function disputeReading(client: ClearhourClient, parameters: DisputeReadingParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `disputeReading`, waits until it is mined, and returns the dispute. */
export async function disputeReadingSync(
  client: ClearhourClient,
  parameters: DisputeReadingParameters,
): Promise<DisputeReadingReturnType> {
  const receipt = await writeSync(client, parameters, withDefaults(client, parameters));
  return { ...disputeReading.extractEvent(parameters.deployment, receipt), receipt };
}

/** The contract call alone. */
disputeReading.call = (
  parameters: DeploymentParameter & DisputeReadingArguments & { readonly accountId: AccountId },
): ContractCall<typeof settlementAbi, "dispute"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "dispute",
  args: [parameters.accountId, parameters.reading, parameters.proof],
});

/** The dispute that a transaction opened. */
disputeReading.extractEvent = disputeOpened;

function withDefaults(client: ClearhourClient, parameters: DisputeReadingParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return disputeReading.call({ ...parameters, accountId });
}
