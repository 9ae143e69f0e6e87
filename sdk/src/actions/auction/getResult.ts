import { type Result, unpackResult } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetResultParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetResultErrorType = ReadErrorType;

/**
 * What the clearing of a series in an auction found. Results are permanent.
 *
 * @returns `undefined` while the auction is not cleared, and where the series had no orders.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getResult(client: ClearhourClient, parameters: GetResultParameters): Promise<Result | undefined> {
  const { deployment, auction, series, blockNumber } = parameters;
  const word = await read(client, {
    abi: auctionAbi,
    address: deployment.auction,
    functionName: "resultOf",
    args: [auction, series],
    blockNumber,
  });
  return unpackResult(word);
}
