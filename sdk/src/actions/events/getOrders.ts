import type { Hash } from "viem";
import { type Order, unpackOrder } from "../../clearing/index.ts";
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

/** An order as it was placed, and what collecting it gave. */
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
        /** Ticks; 0 where nothing was filled. */
        readonly price: number;
        readonly series: bigint;
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
  const account = accounts === undefined ? {} : { account: [...accounts] };
  const [placed, collected] = await Promise.all([
    getEvents(client, parameters, { ...contract, eventName: "OrderPlaced", args: account }),
    getEvents(client, parameters, {
      ...contract,
      eventName: "OrderCollected",
      args: { ...account, ...(auction !== undefined && { auction }) },
    }),
  ]);
  // A slot holds one order of an auction at a time, and that auction never comes again.
  const key = (parts: { accountId: AccountId; slot: bigint; auction: bigint }) =>
    `${parts.accountId}.${parts.slot}.${parts.auction}`;
  const ends = new Map(
    collected.map(({ args, blockNumber, transactionHash }) => {
      const { filled, price, series } = args;
      const id = key({ accountId: args.account, slot: args.slot, auction: args.auction });
      return [id, { filled, price, series, blockNumber, transactionHash }] as const;
    }),
  );
  return placed.flatMap(({ args, blockNumber, transactionHash }) => {
    const order = unpackOrder(args.order);
    if (auction !== undefined && order.auction !== auction) return [];
    const { account: accountId, slot } = args;
    const end = ends.get(key({ accountId, slot, auction: order.auction }));
    return [{ accountId, slot, order, blockNumber, transactionHash, collected: end }];
  });
}
