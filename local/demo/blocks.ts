/** The strips and blocks of the day and their contests, from the chain's logs. */
import { auctionAbi, blocksAbi, contestAbi, getContest } from "@clearhour/sdk";
import { isStrip, type PlacedBlock } from "@clearhour/sdk/blocks";
import { isAddressEqual } from "viem";
import { getTransaction } from "viem/actions";
import { readBlocks, type SeenBlock } from "../blocks.ts";
import { type Chain, eventsOf } from "./chain.ts";

export interface BlockFigures {
  readonly stripsPlaced: number;
  readonly blocksPlaced: number;
  /** Strips and blocks that filled in full. */
  readonly blocksAccepted: number;
  /** Strips and blocks that filled in part. */
  readonly blocksInPart: number;
  /** Strips and blocks of auctions with a result that did not fill. */
  readonly blocksRejected: number;
  /** Hourly orders, strips and blocks that their owners signed and somebody else placed. */
  readonly ordersRelayed: number;
  /** Concluded ones. */
  readonly contests: number;
  /** Revealed solutions that are not the result. */
  readonly solutionsBeaten: number;
  /** Of all contests: by so much welfare can their results be below the best ones at most, quote units. */
  readonly gapTotal: bigint;
  /** The same of the contest with the most, in percent of its welfare. */
  readonly mostGapPercent: number;
}

/** All strips and blocks of the day. */
export function blocksOf({ anyone, deployment }: Chain): Promise<SeenBlock[]> {
  return readBlocks(anyone, deployment);
}

/** Lots of so many units, over all periods. */
export function lotsOf({ periods, profile }: PlacedBlock, units: number): number {
  return units * (profile.length === 0 ? periods : profile.reduce((sum, lots) => sum + lots, 0));
}

/** Counts and sums. Every order has to be collected before. */
export async function readBlockFigures(chain: Chain): Promise<BlockFigures> {
  const { anyone, deployment } = chain;
  const [blocks, best, beaten] = await Promise.all([
    blocksOf(chain),
    eventsOf(chain, "contest", contestAbi, "IncumbentReplaced"),
    eventsOf(chain, "contest", contestAbi, "SolutionBeaten"),
  ]);
  const auctions = [...new Set(best.map(({ args }) => args.auction))];
  const contests = await Promise.all(auctions.map((auction) => getContest(anyone, { deployment, auction })));
  const incumbents = contests.flatMap(({ incumbent }) => incumbent ?? []);
  // The first of an auction is its baseline, the last one its result.
  const replaced = auctions.map((auction) => {
    return Math.max(0, best.filter(({ args }) => args.auction === auction).length - 2);
  });
  const tried = blocks.filter(({ order }) => auctions.includes(order.auction));
  return {
    stripsPlaced: blocks.filter(({ order }) => isStrip(order)).length,
    blocksPlaced: blocks.filter(({ order }) => !isStrip(order)).length,
    blocksAccepted: tried.filter(({ filled, order }) => filled === order.lots).length,
    blocksInPart: tried.filter(({ filled = 0, order }) => filled > 0 && filled < order.lots).length,
    blocksRejected: tried.filter(({ filled }) => filled === 0).length,
    ordersRelayed: await countRelayed(chain),
    contests: incumbents.filter(({ concluded }) => concluded).length,
    solutionsBeaten: beaten.length + replaced.reduce((sum, count) => sum + count, 0),
    gapTotal: incumbents.reduce((sum, { gap }) => sum + gap, 0n),
    mostGapPercent: Math.max(0, ...incumbents.map(({ atMostBetter }) => atMostBetter)),
  };
}

/** Of orders that were placed in a transaction to the relay. */
async function countRelayed(chain: Chain): Promise<number> {
  const { anyone, deployment } = chain;
  const [hourly, blocks] = await Promise.all([
    eventsOf(chain, "auction", auctionAbi, "OrderPlaced"),
    eventsOf(chain, "blocks", blocksAbi, "BlockPlaced"),
  ]);
  const placed = [...hourly, ...blocks].map(async ({ transactionHash: hash }) => {
    const { to } = await getTransaction(anyone, { hash });
    return to !== null && isAddressEqual(to, deployment.relay);
  });
  return (await Promise.all(placed)).filter(Boolean).length;
}
