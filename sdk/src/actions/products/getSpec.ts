import { type Hex, hexToBytes, keccak256 } from "viem";
import { SpecNotFoundError } from "../../errors/chain.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getProduct } from "./getProduct.ts";

export type GetSpecParameters = DeploymentParameter & BlockRangeParameters & { readonly product: number };

export type GetSpecReturnType = {
  /** The bytes of the spec's canonical JSON, checked against the hash that the contract keeps. */
  readonly spec: Uint8Array;
  readonly specHash: Hex;
};

export type GetSpecErrorType = ReadErrorType;

/**
 * The spec of a product, from the event of its listing. `parseSpec` of `@clearhour/sdk/spec` reads it.
 *
 * @throws {UnknownProductError} when no product has this id.
 * @throws {SpecNotFoundError} when the blocks read do not hold the event, or the endpoint serves another text.
 */
export async function getSpec(client: ClearhourClient, parameters: GetSpecParameters): Promise<GetSpecReturnType> {
  const { deployment, product } = parameters;
  const { specHash } = await getProduct(client, { deployment, product });
  const [listed] = await getEvents(client, parameters, {
    abi: productsAbi,
    address: deployment.products,
    eventName: "ProductListed",
    args: { product },
  });
  if (listed === undefined || keccak256(listed.args.spec) !== specHash) throw new SpecNotFoundError(product);
  return { spec: hexToBytes(listed.args.spec), specHash };
}
