import { type Order, unpackOrder } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetOrderParameters = DeploymentParameter &
  BlockParameter & { readonly accountId: AccountId; readonly slot: bigint };

export type GetOrderErrorType = ReadErrorType;

/**
 * The order in a slot of an account.
 *
 * @returns `undefined` when the slot was never used; an order with zero lots when it has been collected.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getOrder(client: ClearhourClient, parameters: GetOrderParameters): Promise<Order | undefined> {
  const { deployment, accountId, slot, blockNumber } = parameters;
  const word = await read(client, {
    abi: auctionAbi,
    address: deployment.auction,
    functionName: "orderOf",
    args: [accountId, slot],
    blockNumber,
  });
  return word === 0n ? undefined : unpackOrder(word);
}
