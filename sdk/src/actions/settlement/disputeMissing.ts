import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { type DisputeOpened, disputeOpened } from "../internal/disputeOpened.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type DisputeMissingArguments = {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  /** Index in the line of commitments, from 0. */
  readonly commitment: number;
  /** Index in the line of nominations, from 0. */
  readonly nomination: number;
};

export type DisputeMissingParameters = DeploymentParameter &
  WriteParameters &
  DisputeMissingArguments & {
    /** The account that nominated or committed; the signer's own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type DisputeMissingReturnType = DisputeOpened & { readonly receipt: TransactionReceipt };

export type DisputeMissingErrorType = WriteErrorType;

/**
 * Disputes that an assignment has no reading in the root. Should it have one, anyone can present it.
 *
 * @returns The transaction's hash.
 * @throws {NotPartyError} when the account is no side of the assignment.
 * @throws {WindowClosedError} when it is too late.
 * @throws {InsufficientCashError} when the account cannot pay the bond.
 * @throws {AlreadyDisputedError} when the assignment is or was disputed.
 */
export async function disputeMissing(client: ClearhourClient, parameters: DisputeMissingParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `disputeMissing`, waits until it is mined, and returns the dispute. */
export async function disputeMissingSync(
  client: ClearhourClient,
  parameters: DisputeMissingParameters,
): Promise<DisputeMissingReturnType> {
  const receipt = await writeSync(client, parameters, withDefaults(client, parameters));
  return { ...disputeMissing.extractEvent(parameters.deployment, receipt), receipt };
}

/** The contract call alone. */
disputeMissing.call = (
  parameters: DeploymentParameter & DisputeMissingArguments & { readonly accountId: AccountId },
): ContractCall<typeof settlementAbi, "disputeMissing"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "disputeMissing",
  args: [parameters.accountId, parameters.series, parameters.commitment, parameters.nomination],
});

/** The dispute that a transaction opened. */
disputeMissing.extractEvent = disputeOpened;

function withDefaults(client: ClearhourClient, parameters: DisputeMissingParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return disputeMissing.call({ ...parameters, accountId });
}
