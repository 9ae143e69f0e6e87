import type { Address, Hex } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetOracleSetParameters = DeploymentParameter &
  BlockParameter & {
    /** As a product's terms name it; `oracleSetId` computes it. */
    readonly id: Hex;
  };

export type GetOracleSetReturnType = {
  /** Ascending. */
  readonly members: readonly Address[];
  /** How many of them have to sign: more than two thirds, at most all. */
  readonly quorum: number;
};

export type GetOracleSetErrorType = ReadErrorType;

/**
 * A set of oracles.
 *
 * @returns `undefined` while nobody has registered it.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getOracleSet(
  client: ClearhourClient,
  parameters: GetOracleSetParameters,
): Promise<GetOracleSetReturnType | undefined> {
  const { deployment, id, blockNumber } = parameters;
  const [members, quorum] = await read(client, {
    abi: meterAbi,
    address: deployment.meter,
    functionName: "setOf",
    args: [id],
    blockNumber,
  });
  return members.length === 0 ? undefined : { members, quorum };
}
