import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type CloseOutArguments = {
  /** Whose position is closed out; anyone's. */
  readonly accountId: AccountId;
  /** `product << 32 | hour`. */
  readonly series: bigint;
};

export type CloseOutParameters = DeploymentParameter & WriteParameters & CloseOutArguments;

export type CloseOutErrorType = WriteErrorType;

/**
 * Puts an unscheduled position into the hour-ahead auction as a price taker, while that auction collects. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {NothingToCloseOutError} when the position is flat, scheduled, or backed by capacity and not opted out.
 * @throws {AuctionNotCollectingError} when the hour-ahead auction takes no orders now.
 */
export async function closeOut(client: ClearhourClient, parameters: CloseOutParameters): Promise<Hash> {
  return await write(client, parameters, closeOut.call(parameters));
}

/** As `closeOut`, and waits until it is mined. */
export async function closeOutSync(
  client: ClearhourClient,
  parameters: CloseOutParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, closeOut.call(parameters));
}

/** The contract call alone. */
closeOut.call = (parameters: DeploymentParameter & CloseOutArguments): ContractCall<typeof auctionAbi, "closeOut"> => ({
  abi: auctionAbi,
  address: parameters.deployment.auction,
  functionName: "closeOut",
  args: [parameters.accountId, parameters.series],
});
