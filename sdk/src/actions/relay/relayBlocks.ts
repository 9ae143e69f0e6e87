import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { relayAbi } from "../../generated/relayAbi.ts";
import { blockOrderTypedData, type SignedBlockOrder } from "../../typed/orders.ts";
import { type BlockPlacedEvent, placeBlocks } from "../blocks/placeBlocks.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";
import { type OrderRefusedEvent, refusedOrders } from "./refused.ts";

export type RelayBlocksArguments = {
  /** Of any accounts, placed in this order. */
  readonly orders: readonly SignedBlockOrder[];
};

export type RelayBlocksParameters = DeploymentParameter & WriteParameters & RelayBlocksArguments;

export type RelayBlocksReturnType = {
  readonly receipt: TransactionReceipt;
  readonly placed: readonly BlockPlacedEvent[];
  readonly refused: readonly OrderRefusedEvent[];
};

export type RelayBlocksErrorType = WriteErrorType;

/**
 * Places strips and blocks that their owners signed, for anyone by anyone. One that cannot be placed is left out and does
 * not stop the others.
 *
 * @returns The transaction's hash.
 * @throws {OutOfGasError} when `gas` is given and does not suffice for all of them.
 * @throws {InputError} when a value does not fit its field.
 * @throws {ContractError} when an order is none that could be placed: see `signBlockOrder`.
 *
 * @example
 * const { placed, refused } = await relayBlocksSync(client, { deployment, orders: [signed, another] });
 */
export async function relayBlocks(client: ClearhourClient, parameters: RelayBlocksParameters): Promise<Hash> {
  return await write(client, parameters, relayBlocks.call(parameters));
}

/** As `relayBlocks`, and waits until it is mined. */
export async function relayBlocksSync(
  client: ClearhourClient,
  parameters: RelayBlocksParameters,
): Promise<RelayBlocksReturnType> {
  const receipt = await writeSync(client, parameters, relayBlocks.call(parameters));
  return { receipt, ...relayBlocks.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone. */
relayBlocks.call = (
  parameters: DeploymentParameter & RelayBlocksArguments,
): ContractCall<typeof relayAbi, "placeBlocks"> => ({
  abi: relayAbi,
  address: parameters.deployment.relay,
  functionName: "placeBlocks",
  args: [
    parameters.orders.map(({ order }) => blockOrderTypedData(parameters.deployment, order).message),
    parameters.orders.map(({ signature }) => signature),
  ],
});

/** The orders that a transaction placed, and those that it left out. */
relayBlocks.extractEvents = (
  deployment: DeploymentParameter["deployment"],
  receipt: TransactionReceipt,
): Omit<RelayBlocksReturnType, "receipt"> => ({
  placed: placeBlocks.extractEvents(deployment, receipt),
  refused: refusedOrders(deployment, receipt),
});
