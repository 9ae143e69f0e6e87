import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { relayAbi } from "../../generated/relayAbi.ts";
import { packPlacement } from "../../orders/placement.ts";
import { checkUint64 } from "../../range.ts";
import type { SignedOrder } from "../../typed/orders.ts";
import { type OrderPlacedEvent, placeOrders } from "../auction/placeOrders.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";
import { type OrderRefusedEvent, refusedOrders } from "./refused.ts";

export type RelayOrdersArguments = {
  /** Of any accounts, placed in this order. */
  readonly orders: readonly SignedOrder[];
};

export type RelayOrdersParameters = DeploymentParameter & WriteParameters & RelayOrdersArguments;

export type RelayOrdersReturnType = {
  readonly receipt: TransactionReceipt;
  readonly placed: readonly OrderPlacedEvent[];
  readonly refused: readonly OrderRefusedEvent[];
};

export type RelayOrdersErrorType = WriteErrorType;

/**
 * Places hourly orders that their owners signed, for anyone by anyone. One that cannot be placed is left out and does
 * not stop the others.
 *
 * @returns The transaction's hash.
 * @throws {OutOfGasError} when `gas` is given and does not suffice for all of them.
 * @throws {InvalidLotsError} when an order's lots are not an integer from 1 to 2^27 - 1.
 * @throws {OutOfRangeError} when another value does not fit its field.
 *
 * @example
 * const { placed, refused } = await relayOrdersSync(client, { deployment, orders: [signed, another] });
 */
export async function relayOrders(client: ClearhourClient, parameters: RelayOrdersParameters): Promise<Hash> {
  return await write(client, parameters, relayOrders.call(parameters));
}

/** As `relayOrders`, and waits until it is mined. */
export async function relayOrdersSync(
  client: ClearhourClient,
  parameters: RelayOrdersParameters,
): Promise<RelayOrdersReturnType> {
  const receipt = await writeSync(client, parameters, relayOrders.call(parameters));
  return { receipt, ...relayOrders.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone. */
relayOrders.call = (
  parameters: DeploymentParameter & RelayOrdersArguments,
): ContractCall<typeof relayAbi, "placeOrders"> => ({
  abi: relayAbi,
  address: parameters.deployment.relay,
  functionName: "placeOrders",
  args: [
    parameters.orders.map(({ order }) => ({
      account: order.accountId,
      placement: packPlacement(order),
      deadline: checkUint64("deadline", order.deadline),
    })),
    parameters.orders.map(({ signature }) => signature),
  ],
});

/** The orders that a transaction placed, and those that it left out. */
relayOrders.extractEvents = (
  deployment: DeploymentParameter["deployment"],
  receipt: TransactionReceipt,
): Omit<RelayOrdersReturnType, "receipt"> => ({
  placed: placeOrders.extractEvents(deployment, receipt),
  refused: refusedOrders(deployment, receipt),
});
