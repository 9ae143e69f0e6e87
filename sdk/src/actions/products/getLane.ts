import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { Lane } from "../../products/types.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetLaneParameters = DeploymentParameter & BlockParameter & { readonly lane: number };

export type GetLaneReturnType = Lane & { readonly market: number };

export type GetLaneErrorType = ReadErrorType;

/**
 * A lane and its market.
 *
 * @throws {UnknownLaneError} when no lane has this id.
 */
export async function getLane(client: ClearhourClient, parameters: GetLaneParameters): Promise<GetLaneReturnType> {
  const { deployment, lane: id, blockNumber } = parameters;
  const contract = { abi: productsAbi, address: deployment.products, blockNumber } as const;
  const [parts, market] = await read(client, { ...contract, functionName: "lane", args: [id] });
  const period = await read(client, { ...contract, functionName: "period", args: [market] });
  return { id, ...parts, period, market };
}
