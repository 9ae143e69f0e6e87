import type { Hash } from "viem";
import { getBlockNumber } from "viem/actions";
import type { PlacedBlock } from "../../blocks/fill.ts";
import { type BlockRecord, chainOf, decodeRecord } from "../../blocks/record.ts";
import { unpackBlock } from "../../blocks/word.ts";
import { BlockListError } from "../../errors/chain.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetBlockListParameters = DeploymentParameter &
  BlockParameter &
  Pick<BlockRangeParameters, "fromBlock" | "chunk"> & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
  };

/** A strip or block of an auction's list. */
export type BlockListEntry = {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly order: PlacedBlock;
  /** What a clearing needs of it. */
  readonly record: BlockRecord;
  readonly blockNumber: bigint;
  readonly transactionHash: Hash;
};

export type GetBlockListErrorType = ReadErrorType;

/**
 * The strips and blocks of an auction and whose they are, in the order of their index: from the chain's logs, checked
 * against the hash chain that the contract keeps. That is there until the auction after the next takes orders.
 *
 * @throws {BlockListError} when the logs do not give the list that the contract keeps.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getBlockList(
  client: ClearhourClient,
  parameters: GetBlockListParameters,
): Promise<BlockListEntry[]> {
  const { deployment, auction, fromBlock, chunk } = parameters;
  const blockNumber = parameters.blockNumber ?? (await getBlockNumber(client, { cacheTime: 0 }));
  const contract = { abi: blocksAbi, address: deployment.blocks } as const;
  const [kept, placed] = await Promise.all([
    read(client, { ...contract, functionName: "listOf", args: [auction], blockNumber }),
    getEvents(
      client,
      { deployment, fromBlock, chunk, toBlock: blockNumber },
      { ...contract, eventName: "BlockPlaced", args: { auction } },
    ),
  ]);
  const entries = placed.map(({ args, blockNumber, transactionHash }): BlockListEntry => {
    const record = decodeRecord(args.record);
    const order = { ...unpackBlock(args.order), profile: record.profile };
    return { accountId: args.account, slot: args.slot, order, record, blockNumber, transactionHash };
  });
  const chain = kept.count === 0 ? undefined : kept.chain;
  const found =
    entries.length === 0
      ? undefined
      : chainOf(
          auction,
          entries.map(({ record }) => record),
        );
  if (found !== chain) throw new BlockListError(auction, { found: entries.length, kept: kept.count });
  return entries;
}
