import type { Hash, TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { eventsOf } from "../internal/logs.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type CollectBlocksArguments = {
  /** Strips and blocks of any accounts. */
  readonly orders: readonly { readonly accountId: AccountId; readonly slot: bigint }[];
};

export type CollectBlocksParameters = DeploymentParameter & WriteParameters & CollectBlocksArguments;

/** A strip or block that left its slot. The results of its series have the prices. */
export type BlockCollectedEvent = {
  readonly accountId: AccountId;
  readonly slot: bigint;
  /** Lots, or units of its profile. */
  readonly filled: number;
  /** What of its place's price the market keeps, quote units. */
  readonly fee: bigint;
};

export type CollectBlocksReturnType = {
  readonly receipt: TransactionReceipt;
  readonly collected: readonly BlockCollectedEvent[];
};

export type CollectBlocksErrorType = WriteErrorType;

/**
 * Collects strips and blocks whose auctions are final or void, for anyone by anyone: fills become positions and cash,
 * the rest goes back. Orders that cannot be collected yet are skipped.
 *
 * @returns The transaction's hash.
 * @throws {WriteErrorType} when wallet, node or contract refuse it.
 */
export async function collectBlocks(client: ClearhourClient, parameters: CollectBlocksParameters): Promise<Hash> {
  return await write(client, parameters, collectBlocks.call(parameters));
}

/** As `collectBlocks`, and waits until it is mined. */
export async function collectBlocksSync(
  client: ClearhourClient,
  parameters: CollectBlocksParameters,
): Promise<CollectBlocksReturnType> {
  const receipt = await writeSync(client, parameters, collectBlocks.call(parameters));
  return { receipt, collected: collectBlocks.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone. */
collectBlocks.call = (
  parameters: DeploymentParameter & CollectBlocksArguments,
): ContractCall<typeof blocksAbi, "collectBlocks"> => ({
  abi: blocksAbi,
  address: parameters.deployment.blocks,
  functionName: "collectBlocks",
  args: [parameters.orders.map(({ accountId, slot }) => ({ account: accountId, slot }))],
});

/** The strips and blocks that a transaction collected: `placeBlocks` collects what its slots hold, too. */
collectBlocks.extractEvents = (deployment: Deployment, { logs }: TransactionReceipt): BlockCollectedEvent[] =>
  eventsOf(deployment.blocks, blocksAbi, "BlockCollected", logs).map(({ args }) => ({
    accountId: args.account,
    slot: args.slot,
    filled: args.filled,
    fee: args.fee,
  }));
