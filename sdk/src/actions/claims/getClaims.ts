import type { Address } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { claimsAbi } from "../../generated/claimsAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetClaimsParameters = DeploymentParameter &
  BlockParameter & {
    readonly owner: Address;
    /** `product << 32 | hour` of each. */
    readonly series: readonly bigint[];
  };

export type GetClaimsErrorType = ReadErrorType;

/**
 * The claims that an address holds of some series.
 *
 * @returns Lots, in the order of `series`.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getClaims(client: ClearhourClient, parameters: GetClaimsParameters): Promise<bigint[]> {
  const { deployment, owner, series, blockNumber } = parameters;
  const balances = await read(client, {
    abi: claimsAbi,
    address: deployment.claims,
    functionName: "balanceOfBatch",
    args: [series.map(() => owner), [...series]],
    blockNumber,
  });
  return [...balances];
}
