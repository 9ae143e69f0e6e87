import type { ReadErrorType } from "../../errors/types.ts";
import { type FreeSlotsParameters, freeSlots } from "../internal/freeSlots.ts";
import type { ClearhourClient } from "../internal/types.ts";
import { getOrder } from "./getOrder.ts";

export type GetFreeSlotsParameters = FreeSlotsParameters;

export type GetFreeSlotsErrorType = ReadErrorType;

/**
 * Slots that an account can place its next hourly orders in, the lowest first: never used, collected, or with an order
 * whose auction is final or void, which is then collected on the way. Strips and blocks have slots of their own: see
 * `getFreeBlockSlots`.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getFreeSlots(client: ClearhourClient, parameters: GetFreeSlotsParameters): Promise<number[]> {
  const { accountId, blockNumber, deployment } = parameters;
  return await freeSlots(client, parameters, (slot) => getOrder(client, { deployment, accountId, slot, blockNumber }));
}
