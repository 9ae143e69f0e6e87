import type { Address, Hex } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { Terms } from "../../spec/terms.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetProductParameters = DeploymentParameter & BlockParameter & { readonly product: number };

export type GetProductReturnType = Terms & {
  readonly id: number;
  /** keccak256 of the canonical spec; `getSpec` fetches the spec itself. */
  readonly specHash: Hex;
  readonly lister: Address;
  /** Bitmap of the stack's layers that the spec pins down. */
  readonly layers: number;
  /** Its one market; 0 while it has none. */
  readonly market: number;
};

export type GetProductErrorType = ReadErrorType;

/**
 * A product and its terms.
 *
 * @throws {UnknownProductError} when no product has this id.
 */
export async function getProduct(
  client: ClearhourClient,
  parameters: GetProductParameters,
): Promise<GetProductReturnType> {
  const { deployment, product: id, blockNumber } = parameters;
  const call = { abi: productsAbi, address: deployment.products, args: [id], blockNumber } as const;
  const [[specHash, lister, layers, market], trade, delivery, oracles] = await Promise.all([
    read(client, { ...call, functionName: "product" }),
    read(client, { ...call, functionName: "tradeTerms" }),
    read(client, { ...call, functionName: "deliveryTerms" }),
    read(client, { ...call, functionName: "oracleTerms" }),
  ]);
  return { id, specHash, lister, layers, market, trade, delivery, oracles };
}
