import type { ReadErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetProviderParameters = DeploymentParameter & BlockParameter & { readonly accountId: AccountId };

export type GetProviderReturnType = {
  /** From 1; 0 when the account is no provider. */
  readonly id: number;
  /** Whether the account sold short without capacity before, and so can never become a provider. */
  readonly isWriter: boolean;
  readonly stake: {
    /** All of it, unbonding included, quote units. */
    readonly staked: bigint;
    /** What open lots need, quote units. */
    readonly reserved: bigint;
    /** What backs nothing new and can be withdrawn from `releaseTime` on, quote units. */
    readonly unbonding: bigint;
    /** Unix seconds when `unbonding` can be withdrawn; 0 when nothing ever was. */
    readonly releaseTime: bigint;
  };
  /** Since enrolment. */
  readonly record: {
    /** Lots that count as delivered. */
    readonly delivered: bigint;
    /** Lots that count as delivered short. */
    readonly short: bigint;
    /** Lots that were sold and never committed. */
    readonly uncommitted: bigint;
  };
};

export type GetProviderErrorType = ReadErrorType;

/**
 * An account as a provider: id, stake and delivery record.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getProvider(
  client: ClearhourClient,
  parameters: GetProviderParameters,
): Promise<GetProviderReturnType> {
  const { deployment, accountId, blockNumber } = parameters;
  const call = { abi: providersAbi, address: deployment.providers, args: [accountId], blockNumber } as const;
  const [id, isWriter, stakes, records] = await Promise.all([
    read(client, { ...call, functionName: "providerId" }),
    read(client, { ...call, functionName: "isWriter" }),
    read(client, { ...call, functionName: "stakeOf" }),
    read(client, { ...call, functionName: "recordOf" }),
  ]);
  const [staked, reserved, unbonding, releaseTime] = stakes;
  const [delivered, short, uncommitted] = records;
  return {
    id,
    isWriter,
    stake: { staked, reserved, unbonding, releaseTime },
    record: { delivered, short, uncommitted },
  };
}
