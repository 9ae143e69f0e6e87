import type { ReadErrorType } from "../../errors/types.ts";
import { claimsAbi } from "../../generated/claimsAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetClaimSupplyParameters = DeploymentParameter &
  BlockParameter & {
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetClaimSupplyReturnType = {
  /** Lots of the series that are outside of the ledger as claims. */
  readonly lots: bigint;
  /** Its metadata: JSON as a data: URI. */
  readonly uri: string;
};

export type GetClaimSupplyErrorType = ReadErrorType;

/**
 * The claims of a series: how many there are, and their metadata.
 *
 * @throws {UnknownSeriesError} when the id is no series.
 */
export async function getClaimSupply(
  client: ClearhourClient,
  parameters: GetClaimSupplyParameters,
): Promise<GetClaimSupplyReturnType> {
  const { deployment, series, blockNumber } = parameters;
  const call = { abi: claimsAbi, address: deployment.claims, args: [series], blockNumber } as const;
  const [lots, uri] = await Promise.all([
    read(client, { ...call, functionName: "totalSupply" }),
    read(client, { ...call, functionName: "uri" }),
  ]);
  return { lots, uri };
}
