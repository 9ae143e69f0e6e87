import { type Hex, zeroHash } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

/** The states of a dispute, at the index of their codes. */
const DISPUTE_STATES = ["none", "open", "decided", "silent"] as const;

/** `open` waits for the second quorum, and counts as silent past its deadline; `silent`: the original stands. */
export type DisputeState = (typeof DISPUTE_STATES)[number];

export type GetDisputeParameters = DeploymentParameter &
  BlockParameter &
  (
    | {
        /** Number of the dispute, from 1. */
        readonly dispute: bigint;
      }
    | {
        /** The assignment that may be disputed. */
        readonly series: bigint;
        readonly commitment: number;
        readonly nomination: number;
        readonly dispute?: undefined;
      }
  );

export type GetDisputeReturnType = {
  readonly dispute: bigint;
  readonly series: bigint;
  readonly commitment: number;
  readonly nomination: number;
  readonly state: DisputeState;
  /** The second quorum decides by then, unix seconds. */
  readonly deadline: bigint;
  /** Who disputes: the provider, or the holder. */
  readonly byProvider: boolean;
  readonly party: AccountId;
  readonly other: AccountId;
  /** Quote units. */
  readonly bond: bigint;
  /** The original reading's; `undefined` where it is said to be missing. */
  readonly leaf: Hex | undefined;
};

export type GetDisputeErrorType = ReadErrorType;

/**
 * A dispute, by its number or by its assignment.
 *
 * @returns `undefined` when the assignment was never disputed.
 * @throws {UnknownDisputeError} when no dispute has the number.
 */
export async function getDispute(
  client: ClearhourClient,
  parameters: GetDisputeParameters,
): Promise<GetDisputeReturnType | undefined> {
  const { deployment, blockNumber } = parameters;
  const contract = { abi: meterAbi, address: deployment.meter, blockNumber } as const;
  const dispute =
    parameters.dispute ??
    (await read(client, {
      ...contract,
      functionName: "disputeOf",
      args: [parameters.series, parameters.commitment, parameters.nomination],
    }));
  if (dispute === 0n && parameters.dispute === undefined) return undefined;
  const found = await read(client, { ...contract, functionName: "disputeById", args: [dispute] });
  const { series, commitment, nomination, deadline, byProvider, party, other, bond, leaf } = found;
  const state = DISPUTE_STATES[found.state] ?? "none";
  const known = leaf === zeroHash ? undefined : leaf;
  return { dispute, series, commitment, nomination, state, deadline, byProvider, party, other, bond, leaf: known };
}
