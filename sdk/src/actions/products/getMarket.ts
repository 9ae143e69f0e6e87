import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { Lane, MarketParams } from "../../products/types.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetMarketParameters = DeploymentParameter & BlockParameter & { readonly market: number };

export type GetMarketReturnType = {
  readonly id: number;
  /** Products that clear together. */
  readonly products: readonly number[];
  /** From the longest lead to the shortest; the last one is the hour-ahead lane, which gives the spot price. */
  readonly lanes: readonly Lane[];
  readonly params: MarketParams;
  /** The delivery period of all its products, seconds. */
  readonly period: number;
};

export type GetMarketErrorType = ReadErrorType;

/**
 * A market, its products and lanes.
 *
 * @throws {UnknownMarketError} when no market has this id.
 */
export async function getMarket(
  client: ClearhourClient,
  parameters: GetMarketParameters,
): Promise<GetMarketReturnType> {
  const { deployment, market: id, blockNumber } = parameters;
  const contract = { abi: productsAbi, address: deployment.products, blockNumber } as const;
  const [products, params, period, [firstLane, count]] = await Promise.all([
    read(client, { ...contract, functionName: "marketProducts", args: [id] }),
    read(client, { ...contract, functionName: "marketParams", args: [id] }),
    read(client, { ...contract, functionName: "period", args: [id] }),
    read(client, { ...contract, functionName: "marketLanes", args: [id] }),
  ]);
  const ids = Array.from({ length: count }, (_, i) => firstLane + i);
  const lanes = await Promise.all(
    ids.map(async (lane): Promise<Lane> => {
      const [parts] = await read(client, { ...contract, functionName: "lane", args: [lane] });
      return { id: lane, ...parts, period };
    }),
  );
  return { id, products, lanes, params, period };
}
