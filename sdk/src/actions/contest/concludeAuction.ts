import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { type AuctionClearedEvent, clearAuction } from "../auction/clearAuction.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ConcludeAuctionArguments = {
  /** `lane << 32 | number`; its deadline has passed. */
  readonly auction: bigint;
};

export type ConcludeAuctionParameters = DeploymentParameter & WriteParameters & ConcludeAuctionArguments;

export type ConcludeAuctionReturnType = Omit<AuctionClearedEvent, "results"> & { readonly receipt: TransactionReceipt };

export type ConcludeAuctionErrorType = WriteErrorType;

/**
 * Pays the reward of a contest and moves the references. Anyone may, once; orders can be collected without it.
 *
 * @returns The transaction's hash.
 * @throws {NotNowError} before the deadline.
 * @throws {NothingToConcludeError} when it was concluded, or nobody brought a baseline.
 */
export async function concludeAuction(client: ClearhourClient, parameters: ConcludeAuctionParameters): Promise<Hash> {
  return await write(client, parameters, concludeAuction.call(parameters));
}

/** As `concludeAuction`, and waits until it is mined. */
export async function concludeAuctionSync(
  client: ClearhourClient,
  parameters: ConcludeAuctionParameters,
): Promise<ConcludeAuctionReturnType> {
  const receipt = await writeSync(client, parameters, concludeAuction.call(parameters));
  const { results: _, ...cleared } = clearAuction.extractEvent(parameters.deployment, receipt);
  return { ...cleared, receipt };
}

/** The contract call alone. */
concludeAuction.call = (
  parameters: DeploymentParameter & ConcludeAuctionArguments,
): ContractCall<typeof contestAbi, "conclude"> => ({
  abi: contestAbi,
  address: parameters.deployment.contest,
  functionName: "conclude",
  args: [parameters.auction],
});
