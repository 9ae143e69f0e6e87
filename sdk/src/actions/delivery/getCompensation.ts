import type { ReadErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetCompensationParameters = DeploymentParameter &
  BlockParameter & {
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetCompensationReturnType = {
  /** Quote units that defaulting shorts paid in. */
  readonly pool: bigint;
  /** Lots that defaulted. */
  readonly defaulted: number;
  /** Nominated lots that were compensated. */
  readonly claimed: number;
};

export type GetCompensationErrorType = ReadErrorType;

/**
 * What shorts that nobody committed paid in for a series.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getCompensation(
  client: ClearhourClient,
  parameters: GetCompensationParameters,
): Promise<GetCompensationReturnType> {
  const { deployment, series, blockNumber } = parameters;
  const [pool, defaulted, claimed] = await read(client, {
    abi: deliveryAbi,
    address: deployment.delivery,
    functionName: "compensationOf",
    args: [series],
    blockNumber,
  });
  return { pool, defaulted, claimed };
}
