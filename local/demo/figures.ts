/** What the chain says of the day, counted from its logs and read from its storage as of one block. */
import { auctionAbi, deliveryAbi, meterAbi, parseAuctionId, providersAbi, settlementAbi } from "@clearhour/sdk";
import { unpackCollected, unpackResult } from "@clearhour/sdk/clearing";
import { createPublicClient, http } from "viem";
import { type Books, readBooks } from "../books.ts";
import { type BlockFigures, blocksOf, readBlockFigures } from "./blocks.ts";
import { type Chain, eventsOf } from "./chain.ts";

export interface Figures extends Omit<Books, "accounts">, BlockFigures {
  readonly auctionsFinal: number;
  /** Gates at which each delivered hour was cleared with volume; the fewest of all hours. */
  readonly gatesPerHour: number;
  /** Orders that filled, in full or in part. */
  readonly fills: number;
  readonly lotsDelivered: number;
  readonly lotsShort: number;
  readonly lotsDefaulted: number;
  readonly readingsSettled: number;
  readonly disputes: number;
}

/** Counts and sums. Every order has to be collected before: uncollected fills are in no position. */
export async function readFigures(chain: Chain): Promise<Figures> {
  const client = createPublicClient({ transport: http(chain.rpcUrl) });
  const blockNumber = await client.getBlockNumber({ cacheTime: 0 });
  const { ledgerSum, positionsNet, tokenBalance } = await readBooks(client, chain.deployment, blockNumber);
  const [cleared, collected, blocks, recorded, defaulted, settled, disputes] = await Promise.all([
    eventsOf(chain, "auction", auctionAbi, "AuctionCleared"),
    eventsOf(chain, "auction", auctionAbi, "OrderCollected"),
    blocksOf(chain),
    eventsOf(chain, "providers", providersAbi, "DeliveryRecorded"),
    eventsOf(chain, "delivery", deliveryAbi, "ShortDefaulted"),
    eventsOf(chain, "settlement", settlementAbi, "ReadingSettled"),
    eventsOf(chain, "meter", meterAbi, "DisputeOpened"),
  ]);
  return {
    auctionsFinal: cleared.length,
    gatesPerHour: await gatesPerHour(chain),
    fills:
      collected.filter(({ args }) => unpackCollected(args.collected).filled > 0).length +
      blocks.filter(({ filled = 0 }) => filled > 0).length,
    ...(await readBlockFigures(chain)),
    lotsDelivered: sum(recorded.map(({ args }) => args.delivered)),
    lotsShort: sum(recorded.map(({ args }) => args.short)),
    lotsDefaulted: sum(defaulted.map(({ args }) => args.lots)),
    readingsSettled: settled.length,
    disputes: disputes.length,
    ledgerSum,
    tokenBalance,
    positionsNet,
  };
}

async function gatesPerHour(chain: Chain): Promise<number> {
  const [cleared, committed] = await Promise.all([
    eventsOf(chain, "auction", auctionAbi, "SeriesCleared"),
    eventsOf(chain, "delivery", deliveryAbi, "Committed"),
  ]);
  const lanes = new Map(committed.map(({ args }) => [args.series, new Set<number>()]));
  for (const { args } of cleared) {
    const traded = (unpackResult(args.result)?.volume ?? 0) > 0;
    if (traded) lanes.get(args.series)?.add(parseAuctionId(args.auction).lane);
  }
  return Math.min(...[...lanes.values()].map(({ size }) => size));
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
