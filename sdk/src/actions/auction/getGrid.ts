import type { ReadErrorType } from "../../errors/types.ts";
import { auctionLensAbi } from "../../generated/auctionLensAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetGridParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

/** The price grid of a series in an auction: 252 ticks from `base`. Prices in ticks. */
export type GetGridReturnType = {
  /** The lowest of its 252 prices, ticks. */
  readonly base: number;
  /** What the grid is built around, ticks. */
  readonly reference: number;
  /** Whether the first order has frozen it; until then it is what it would be now. */
  readonly frozen: boolean;
};

export type GetGridErrorType = ReadErrorType;

/**
 * The price grid of a series in an auction.
 *
 * @throws {SeriesNotInAuctionError} when the auction's window does not hold the hour.
 */
export async function getGrid(client: ClearhourClient, parameters: GetGridParameters): Promise<GetGridReturnType> {
  const { deployment, auction, series, blockNumber } = parameters;
  const [base, reference, frozen] = await read(client, {
    abi: auctionLensAbi,
    address: deployment.auctionLens,
    functionName: "gridOf",
    args: [auction, series],
    blockNumber,
  });
  return { base, reference, frozen };
}
