import type { Hash, TransactionReceipt } from "viem";
import { type Order, unpackOrder } from "../../clearing/index.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { type OrderInput, packPlacement } from "../../orders/placement.ts";
import type { PriceInput } from "../../orders/prices.ts";
import { eventsOf } from "../internal/logs.ts";
import { pricesToTicks } from "../internal/pricesToTicks.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

/** An order as a trader gives it: its limit in quote units per lot (`price`) or in ticks (`ticks`). */
export type PlacedOrder = OrderInput & PriceInput;

export type PlaceOrdersParameters = DeploymentParameter &
  WriteParameters & {
    readonly orders: readonly PlacedOrder[];
    /** Whose orders they are: an account that the signer owns or operates; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

/** What a transaction placed. */
export type OrderPlacedEvent = {
  readonly accountId: AccountId;
  /** 64 bits: those that users name have 32, close-outs have theirs above. */
  readonly slot: bigint;
  readonly order: Order;
};

export type PlaceOrdersReturnType = {
  readonly receipt: TransactionReceipt;
  /** In the order in which they were given. */
  readonly placed: readonly OrderPlacedEvent[];
};

export type PlaceOrdersErrorType = WriteErrorType;

/**
 * Places orders. They are firm: everything that an order can use is taken now, and what it did not use comes back when
 * it is collected.
 *
 * @returns The transaction's hash.
 * @throws {WrongTickError} when a price is not a multiple of the product's tick size.
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {InsufficientCashError} when the account's free cash does not cover an order; see `quoteOrder`.
 * @throws {InsufficientLotsError} when a sell is for more lots than are held.
 * @throws {CapacityExceededError} when a provider writes more than it registered.
 * @throws {AuctionNotCollectingError} when the auction takes no orders now.
 * @throws {OutOfBandError} when a limit can never fill.
 * @throws {SlotBusyError} when the slot's order waits for its auction.
 * @throws {NotAuthorizedError} when the signer may not trade for the account.
 *
 * @example
 * await placeOrders(client, {
 *   deployment,
 *   orders: [{ auction, series, side: "buy", price: parseUnits("2.15", 6), lots: 8, slot: 0 }],
 * });
 */
export async function placeOrders(client: ClearhourClient, parameters: PlaceOrdersParameters): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `placeOrders`, and waits until it is mined. */
export async function placeOrdersSync(
  client: ClearhourClient,
  parameters: PlaceOrdersParameters,
): Promise<PlaceOrdersReturnType> {
  const receipt = await writeSync(client, parameters, await prepare(client, parameters));
  return { receipt, placed: placeOrders.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone, with limits in ticks. */
placeOrders.call = (
  parameters: DeploymentParameter & {
    readonly accountId: AccountId;
    readonly orders: readonly (OrderInput & { readonly ticks: number })[];
  },
): ContractCall<typeof auctionAbi, "placeOrders"> => {
  const { deployment, accountId, orders } = parameters;
  return {
    abi: auctionAbi,
    address: deployment.auction,
    functionName: "placeOrders",
    args: [accountId, orders.map(packPlacement)],
  };
};

/** The orders that a transaction placed. */
placeOrders.extractEvents = (
  deployment: DeploymentParameter["deployment"],
  { logs }: TransactionReceipt,
): OrderPlacedEvent[] =>
  eventsOf(deployment.auction, auctionAbi, "OrderPlaced", logs).map(({ args }) => ({
    accountId: args.account,
    slot: args.slot,
    order: unpackOrder(args.order),
  }));

async function prepare(client: ClearhourClient, parameters: PlaceOrdersParameters) {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  const orders = await pricesToTicks(client, { deployment, orders: parameters.orders });
  return placeOrders.call({ deployment, accountId, orders });
}
