import { type Order, unpackCollected, unpackOrder } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { recordsOf, type SlotRecord } from "./slots.ts";

export type GetOrdersParameters = DeploymentParameter &
  BlockRangeParameters & {
    /** Orders of these accounts; of all by default. */
    readonly accounts?: readonly AccountId[] | undefined;
    /** Orders of this auction; of all by default. */
    readonly auction?: bigint | undefined;
  };

/** An order as it was placed, and what collecting it gave; `explainOrder` says why. */
export type PlacedOrderRecord = SlotRecord<
  Order,
  {
    /** Lots. */
    readonly filled: number;
  }
>;

export type GetOrdersErrorType = ReadErrorType;

/**
 * Hourly orders from the chain's logs, the oldest first.
 *
 * @throws {InvalidRangeError} when the range of blocks is reversed.
 */
export async function getOrders(
  client: ClearhourClient,
  parameters: GetOrdersParameters,
): Promise<PlacedOrderRecord[]> {
  const { deployment, accounts, auction } = parameters;
  const contract = { abi: auctionAbi, address: deployment.auction } as const;
  const args = accounts === undefined ? {} : { account: [...accounts] };
  const [placed, collected] = await Promise.all([
    getEvents(client, parameters, { ...contract, eventName: "OrderPlaced", args }),
    getEvents(client, parameters, { ...contract, eventName: "OrderCollected", args }),
  ]);
  const records = recordsOf([
    ...placed.map(({ args: { account: accountId, order, slot }, ...at }) => {
      return { ...at, accountId, slot, order: unpackOrder(order) };
    }),
    ...collected.map(({ args, ...at }) => {
      const { slot, filled } = unpackCollected(args.collected);
      return { ...at, accountId: args.account, slot, collected: { filled } };
    }),
  ]);
  return auction === undefined ? records : records.filter(({ order }) => order.auction === auction);
}
