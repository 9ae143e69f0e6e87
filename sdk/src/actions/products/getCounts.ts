import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetCountsParameters = DeploymentParameter & BlockParameter;

/** How many there are; ids run from 1 to the count. */
export type GetCountsReturnType = {
  readonly products: number;
  readonly markets: number;
  readonly lanes: number;
  readonly providers: number;
};

export type GetCountsErrorType = ReadErrorType;

/**
 * How many products, markets, lanes and providers the exchange has.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getCounts(
  client: ClearhourClient,
  parameters: GetCountsParameters,
): Promise<GetCountsReturnType> {
  const { deployment, blockNumber } = parameters;
  const call = { abi: productsAbi, address: deployment.products, args: [], blockNumber } as const;
  const [products, markets, lanes, providers] = await Promise.all([
    read(client, { ...call, functionName: "productCount" }),
    read(client, { ...call, functionName: "marketCount" }),
    read(client, { ...call, functionName: "laneCount" }),
    read(client, {
      abi: providersAbi,
      address: deployment.providers,
      functionName: "providerCount",
      args: [],
      blockNumber,
    }),
  ]);
  return { products, markets, lanes, providers };
}
