import type { Address } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetOracleBondParameters = DeploymentParameter &
  BlockParameter & { readonly oracle: Address; readonly product: number };

export type GetOracleBondReturnType = {
  /** All of it, quote units. */
  readonly bonded: bigint;
  /** What is leaving, quote units. */
  readonly unbonding: bigint;
  /** Unix seconds when it can be withdrawn. */
  readonly releaseTime: bigint;
};

export type GetOracleBondErrorType = ReadErrorType;

/**
 * The bond of a second oracle for a product.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getOracleBond(
  client: ClearhourClient,
  parameters: GetOracleBondParameters,
): Promise<GetOracleBondReturnType> {
  const { deployment, oracle, product, blockNumber } = parameters;
  const [bonded, unbonding, releaseTime] = await read(client, {
    abi: meterAbi,
    address: deployment.meter,
    functionName: "bondOf",
    args: [oracle, product],
    blockNumber,
  });
  return { bonded, unbonding, releaseTime };
}
