import type { ReadErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetCapacityParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetCapacityReturnType = {
  /** Lots registered for the period. */
  readonly lots: number;
  /** Lots that open orders, shorts and commitments use. */
  readonly used: number;
  /** Whether others may not commit the account's short lots. */
  readonly optedOut: boolean;
};

export type GetCapacityErrorType = ReadErrorType;

/**
 * A provider's capacity in one series.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getCapacity(
  client: ClearhourClient,
  parameters: GetCapacityParameters,
): Promise<GetCapacityReturnType> {
  const { deployment, accountId, series, blockNumber } = parameters;
  const call = { abi: providersAbi, address: deployment.providers, blockNumber } as const;
  const [product, hour] = [Number(series >> 32n), Number(series & 0xffffffffn)];
  const [lots, used, optedOut] = await Promise.all([
    read(client, { ...call, functionName: "capacityOf", args: [accountId, product, hour] }),
    read(client, { ...call, functionName: "usedOf", args: [accountId, series] }),
    read(client, { ...call, functionName: "optedOut", args: [accountId, series] }),
  ]);
  return { lots, used, optedOut };
}
