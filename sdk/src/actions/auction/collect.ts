import type { Hash, TransactionReceipt } from "viem";
import { unpackCollected } from "../../clearing/index.ts";
import type { Deployment } from "../../deployment/types.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { eventsOf } from "../internal/logs.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type CollectArguments = {
  /** Orders of any accounts. Those of one account next to each other cost less gas. */
  readonly orders: readonly { readonly accountId: AccountId; readonly slot: bigint }[];
};

export type CollectParameters = DeploymentParameter & WriteParameters & CollectArguments;

/** An order that left its slot. The result of its series has the price. */
export type OrderCollectedEvent = {
  readonly accountId: AccountId;
  readonly slot: bigint;
  /** Lots. */
  readonly filled: number;
};

export type CollectReturnType = {
  readonly receipt: TransactionReceipt;
  readonly collected: readonly OrderCollectedEvent[];
};

export type CollectErrorType = WriteErrorType;

/**
 * Collects orders whose auctions are final or void, for anyone by anyone: fills become positions and cash, the rest
 * goes back. Orders that cannot be collected yet are skipped.
 *
 * @returns The transaction's hash.
 * @throws {WriteErrorType} when wallet, node or contract refuse it.
 */
export async function collect(client: ClearhourClient, parameters: CollectParameters): Promise<Hash> {
  return await write(client, parameters, collect.call(parameters));
}

/** As `collect`, and waits until it is mined. */
export async function collectSync(client: ClearhourClient, parameters: CollectParameters): Promise<CollectReturnType> {
  const receipt = await writeSync(client, parameters, collect.call(parameters));
  return { receipt, collected: collect.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone. */
collect.call = (parameters: DeploymentParameter & CollectArguments): ContractCall<typeof auctionAbi, "collect"> => ({
  abi: auctionAbi,
  address: parameters.deployment.auction,
  functionName: "collect",
  args: [parameters.orders.map(({ accountId, slot }) => ({ account: accountId, slot }))],
});

/** The orders that a transaction collected: `placeOrders` collects what its slots hold, too. */
collect.extractEvents = (deployment: Deployment, { logs }: TransactionReceipt): OrderCollectedEvent[] =>
  eventsOf(deployment.auction, auctionAbi, "OrderCollected", logs).map(({ args }) => ({
    accountId: args.account,
    ...unpackCollected(args.collected),
  }));
