import type { AccountId } from "../../ledger/account.ts";
import { getAuction } from "../auction/getAuction.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "./types.ts";

export type FreeSlotsParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    /** How many; 1 by default. */
    readonly count?: number | undefined;
    /** The first slot to look at; 0 by default. */
    readonly from?: number | undefined;
  };

/** Slots looked at together. */
const AT_ONCE = 8;

/**
 * The lowest slots that are free.
 *
 * @param orderIn What stands in a slot: `undefined` where it was never used, no lots once collected.
 */
export async function freeSlots(
  client: ClearhourClient,
  { blockNumber, count = 1, deployment, from = 0 }: FreeSlotsParameters,
  orderIn: (slot: bigint) => Promise<{ readonly auction: bigint; readonly lots: number } | undefined>,
): Promise<number[]> {
  const free: number[] = [];
  for (let first = from; free.length < count; first += AT_ONCE) {
    const slots = Array.from({ length: AT_ONCE }, (_, i) => first + i);
    const isFree = await Promise.all(
      slots.map(async (slot) => {
        const order = await orderIn(BigInt(slot));
        if (order === undefined || order.lots === 0) return true;
        const { state } = await getAuction(client, { deployment, auction: order.auction, blockNumber });
        return state === "final" || state === "void";
      }),
    );
    free.push(...slots.filter((_, i) => isFree[i]));
  }
  return free.slice(0, count);
}
