import type { Hex } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetRootParameters = DeploymentParameter &
  BlockParameter & {
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetRootReturnType = {
  /** Zero for a period without readings. */
  readonly root: Hex;
  /** How many readings it has. */
  readonly count: number;
  /** Unix seconds. */
  readonly postedAt: bigint;
};

export type GetRootErrorType = ReadErrorType;

/**
 * The meter root of a series.
 *
 * @returns `undefined` while none is posted.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getRoot(
  client: ClearhourClient,
  parameters: GetRootParameters,
): Promise<GetRootReturnType | undefined> {
  const { deployment, series, blockNumber } = parameters;
  const call = { abi: meterAbi, address: deployment.meter, args: [series], blockNumber } as const;
  const [[root, postedAt], count] = await Promise.all([
    read(client, { ...call, functionName: "rootOf" }),
    read(client, { ...call, functionName: "countOf" }),
  ]);
  return postedAt === 0n ? undefined : { root, count, postedAt };
}
