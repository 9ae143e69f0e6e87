/** Strips and blocks, from the chain's logs. */
import { type AccountId, blocksAbi, type Deployment, parseAuctionId, seriesId } from "@clearhour/sdk";
import { blockSideOf, decodeRecord, type PlacedBlock, unpackBlock } from "@clearhour/sdk/blocks";
import type { Client } from "viem";
import { getContractEvents } from "viem/actions";

/** A strip or block, and what became of it. */
export interface SeenBlock {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly order: PlacedBlock;
  /** Lots, or units of its profile; `undefined` until it is collected. */
  readonly filled: number | undefined;
}

/** All strips and blocks up to a block, in the order in which they were placed. */
export async function readBlocks(client: Client, deployment: Deployment, toBlock?: bigint): Promise<SeenBlock[]> {
  const range = {
    abi: blocksAbi,
    address: deployment.blocks,
    fromBlock: deployment.block,
    toBlock,
    strict: true,
  } as const;
  const [placed, collected] = await Promise.all([
    getContractEvents(client, { ...range, eventName: "BlockPlaced" }),
    getContractEvents(client, { ...range, eventName: "BlockCollected" }),
  ]);
  return placed.map(({ args: { account, order, record, slot }, blockNumber, logIndex }) => {
    // What left the slot first since then: the next order can only come after it.
    const left = collected.find(
      (log) =>
        log.args.account === account &&
        log.args.slot === slot &&
        (log.blockNumber > blockNumber || (log.blockNumber === blockNumber && log.logIndex > logIndex)),
    );
    const profile = decodeRecord(record).profile;
    return { accountId: account, slot, order: { ...unpackBlock(order), profile }, filled: left?.args.filled };
  });
}

/**
 * What so many lots, or units, of a strip or block are in each of its series: less than zero where it sells.
 *
 * @param stride of its lane
 */
export function lotsBySeries({ order }: Pick<SeenBlock, "order">, units: number, stride: number): [bigint, number][] {
  const first = parseAuctionId(order.auction).number * stride + order.offset;
  const sign = blockSideOf(order) === "buy" ? 1 : -1;
  return Array.from({ length: order.periods }, (_, i) => [
    seriesId(order.product, first + i),
    sign * units * (order.profile[i] ?? 1),
  ]);
}
