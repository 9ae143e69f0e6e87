import type { ReadErrorType } from "../../errors/types.ts";
import { auctionLensAbi } from "../../generated/auctionLensAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetBookParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

/** Lots per tick of the grid, 252 on each side. */
export type GetBookReturnType = { readonly buys: readonly number[]; readonly sells: readonly number[] };

export type GetBookErrorType = ReadErrorType;

/**
 * The live book of a series in an auction.
 *
 * @throws {SeriesNotInAuctionError} when the auction's window does not hold the hour.
 */
export async function getBook(client: ClearhourClient, parameters: GetBookParameters): Promise<GetBookReturnType> {
  const { deployment, auction, series, blockNumber } = parameters;
  const [buys, sells] = await read(client, {
    abi: auctionLensAbi,
    address: deployment.auctionLens,
    functionName: "bookOf",
    args: [auction, series],
    blockNumber,
  });
  return { buys, sells };
}
