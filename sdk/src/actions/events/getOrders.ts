import type { Hash } from "viem";
import { type Order, unpackCollected, unpackOrder } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetOrdersParameters = DeploymentParameter &
  BlockRangeParameters & {
    /** Orders of these accounts; of all by default. */
    readonly accounts?: readonly AccountId[] | undefined;
    /** Orders of this auction; of all by default. */
    readonly auction?: bigint | undefined;
  };

/** An order as it was placed, and what collecting it gave; `explainOrder` says why. */
export type PlacedOrderRecord = {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly order: Order;
  readonly blockNumber: bigint;
  readonly transactionHash: Hash;
  /** `undefined` while it has not been collected. */
  readonly collected:
    | {
        /** Lots. */
        readonly filled: number;
        readonly blockNumber: bigint;
        readonly transactionHash: Hash;
      }
    | undefined;
};

export type GetOrdersErrorType = ReadErrorType;

/**
 * Orders from the chain's logs, the oldest first.
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
  const events = [...placed, ...collected].sort(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
  const orders: Mutable<PlacedOrderRecord>[] = [];
  // A slot holds one order at a time: what leaves it is what came last.
  const slots = new Map<string, Mutable<PlacedOrderRecord>>();
  for (const event of events) {
    const { blockNumber, transactionHash } = event;
    const accountId = event.args.account;
    if (event.eventName === "OrderPlaced") {
      const { slot } = event.args;
      const order = unpackOrder(event.args.order);
      const record = { accountId, slot, order, blockNumber, transactionHash, collected: undefined };
      slots.set(`${accountId}.${slot}`, record);
      orders.push(record);
    } else {
      const { slot, filled } = unpackCollected(event.args.collected);
      const record = slots.get(`${accountId}.${slot}`);
      if (record) record.collected = { filled, blockNumber, transactionHash };
    }
  }
  return auction === undefined ? orders : orders.filter(({ order }) => order.auction === auction);
}

type Mutable<T> = { -readonly [field in keyof T]: T[field] };
