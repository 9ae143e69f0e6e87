import type { ReadErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type IsSettledParameters = DeploymentParameter &
  BlockParameter & {
    /** `product << 32 | hour`. */
    readonly series: bigint;
    /** Index in the line of commitments, from 0. */
    readonly commitment: number;
    /** Index in the line of nominations, from 0. */
    readonly nomination: number;
  };

export type IsSettledErrorType = ReadErrorType;

/**
 * Whether an assignment is settled.
 *
 * @throws {NotAssignedError} when the commitment does not serve the nomination.
 * @throws {ShiftPendingError} while the shift is not known.
 */
export async function isSettled(client: ClearhourClient, parameters: IsSettledParameters): Promise<boolean> {
  const { deployment, series, commitment, nomination, blockNumber } = parameters;
  return await read(client, {
    abi: deliveryAbi,
    address: deployment.delivery,
    functionName: "isSettled",
    args: [series, commitment, nomination],
    blockNumber,
  });
}
