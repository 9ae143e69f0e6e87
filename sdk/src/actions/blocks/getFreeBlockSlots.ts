import type { ReadErrorType } from "../../errors/types.ts";
import { type FreeSlotsParameters, freeSlots } from "../internal/freeSlots.ts";
import type { ClearhourClient } from "../internal/types.ts";
import { getBlockOrder } from "./getBlockOrder.ts";

export type GetFreeBlockSlotsParameters = FreeSlotsParameters;

export type GetFreeBlockSlotsErrorType = ReadErrorType;

/**
 * Slots that an account can place its next strips and blocks in, the lowest first: never used, collected, or with one
 * whose auction is final or void, which is then collected on the way.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getFreeBlockSlots(
  client: ClearhourClient,
  parameters: GetFreeBlockSlotsParameters,
): Promise<number[]> {
  const { accountId, blockNumber, deployment } = parameters;
  const orderIn = (slot: bigint) => getBlockOrder(client, { deployment, accountId, slot, blockNumber });
  return await freeSlots(client, parameters, orderIn);
}
