import type { ReadErrorType } from "../../errors/types.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getAuction } from "./getAuction.ts";
import { getOrder } from "./getOrder.ts";

export type GetFreeSlotsParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    /** How many; 1 by default. */
    readonly count?: number | undefined;
    /** The first slot to look at; 0 by default. */
    readonly from?: number | undefined;
  };

export type GetFreeSlotsErrorType = ReadErrorType;

/** Slots looked at together. */
const AT_ONCE = 8;

/**
 * Slots that an account can place its next orders in, the lowest first: never used, collected, or with an order whose
 * auction is final or void, which is then collected on the way.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getFreeSlots(client: ClearhourClient, parameters: GetFreeSlotsParameters): Promise<number[]> {
  const { accountId, blockNumber, count = 1, deployment, from = 0 } = parameters;
  const free: number[] = [];
  for (let first = from; free.length < count; first += AT_ONCE) {
    const slots = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    const isFree = await Promise.all(
      slots.map(async (slot) => {
        const order = await getOrder(client, { deployment, accountId, slot: BigInt(slot), blockNumber });
        if (order === undefined || order.lots === 0) return true;
        const { state } = await getAuction(client, { deployment, auction: order.auction, blockNumber });
        return state === "final" || state === "void";
      }),
    );
    free.push(...slots.filter((_, i) => isFree[i]));
  }
  return free.slice(0, count);
}
