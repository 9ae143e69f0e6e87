import {
  auctionAbi,
  deliveryAbi,
  getProduct,
  ledgerAbi,
  meterAbi,
  parseSeriesId,
  providersAbi,
  settlementAbi,
  unpackMemo,
} from "@clearhour/sdk";
import { unpackCollected, unpackResult } from "@clearhour/sdk/clearing";
import { numberGraphId } from "@clearhour/sdk/graph";
import type { Hex } from "viem";
import { getBlock } from "viem/actions";
import { each, entities, events, row, type Section, type Source } from "./source.ts";

const DAY = 86_400n;
const FIELDS = [
  ...["orders", "fills", "auctions", "volume", "turnover", "fees", "tips", "deposits", "withdrawals"],
  ...["lotsDelivered", "lotsShort", "lotsDefaulted", "damages", "readings", "disputes"],
];

/** What an event adds to the totals of its day. */
type Change = readonly [event: { readonly blockNumber: bigint }, amounts: Readonly<Record<string, bigint | number>>];

/** The totals of every day of the chain's clock, added up from the logs again. */
export const days: Section = {
  name: "days",
  async chain(source) {
    const changes = (await Promise.all([traded(source), moved(source), delivered(source)])).flat();
    const blocks = new Set(changes.map(([{ blockNumber }]) => blockNumber));
    const dayOf = new Map(
      await each(blocks, async (blockNumber) => {
        const { timestamp } = await getBlock(source.client, { blockNumber });
        return [blockNumber, Number(timestamp / DAY)] as const;
      }),
    );
    const totals = new Map<number, Record<string, bigint>>();
    for (const [{ blockNumber }, amounts] of changes) {
      const day = dayOf.get(blockNumber) ?? 0;
      const its = totals.get(day) ?? Object.fromEntries(FIELDS.map((field) => [field, 0n]));
      for (const [field, amount] of Object.entries(amounts)) its[field] = (its[field] ?? 0n) + BigInt(amount);
      totals.set(day, its);
    }
    return new Map([...totals].map(([day, its]) => [numberGraphId(day), row({ start: BigInt(day) * DAY, ...its })]));
  },
  async graph(source) {
    const found = await entities<{ id: Hex } & Record<string, string>>(
      source,
      "dailyTotals",
      `start ${FIELDS.join(" ")}`,
    );
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

async function traded(source: Source): Promise<Change[]> {
  const [placed, collected, prices, cleared] = await Promise.all([
    events(source, "auction", auctionAbi, "OrderPlaced"),
    events(source, "auction", auctionAbi, "OrderCollected"),
    events(source, "auction", auctionAbi, "SeriesCleared"),
    events(source, "auction", auctionAbi, "AuctionCleared"),
  ]);
  const { client, deployment } = source;
  const finals = finalPrices(prices);
  const products = new Set(prices.map(({ args }) => parseSeriesId(args.series).product));
  const tickSizes = new Map(
    await each(products, async (product) => {
      const { trade } = await getProduct(client, { deployment, product, blockNumber: source.block.number });
      return [product, trade.tickSize] as const;
    }),
  );
  return [
    ...placed.map((event): Change => [event, { orders: 1 }]),
    ...collected
      .filter(({ args }) => unpackCollected(args.collected).filled > 0)
      .map((event): Change => [event, { fills: 1 }]),
    ...cleared.flatMap((event): Change[] => [
      [event, { auctions: 1, fees: event.args.fees, tips: event.args.tip }],
      ...finals
        .filter(({ auction }) => auction === event.args.auction)
        .map(({ series, result }): Change => {
          const { price = 0, volume = 0 } = unpackResult(result) ?? {};
          const tickSize = tickSizes.get(parseSeriesId(series).product) ?? 0n;
          return [event, { volume, turnover: BigInt(volume) * BigInt(price) * tickSize }];
        }),
    ]),
  ];
}

type Cleared = { readonly auction: bigint; readonly series: bigint; readonly result: bigint };

/** The last result of every series in every auction: those of a contested one are replaced by better ones. */
function finalPrices(prices: readonly { readonly args: Cleared }[]): Cleared[] {
  return [...new Map(prices.map(({ args }) => [`${args.auction}/${args.series}`, args])).values()];
}

async function moved(source: Source): Promise<Change[]> {
  const fields: Readonly<Record<string, string>> = { deposit: "deposits", withdrawal: "withdrawals" };
  const posted = await events(source, "ledger", ledgerAbi, "Posted");
  return posted.flatMap((event): Change[] => {
    const field = fields[unpackMemo(event.args.memo).name];
    return field === undefined ? [] : [[event, { [field]: event.args.amount }]];
  });
}

async function delivered(source: Source): Promise<Change[]> {
  const [recorded, defaulted, compensated, opened, read, missing, rootless] = await Promise.all([
    events(source, "providers", providersAbi, "DeliveryRecorded"),
    events(source, "delivery", deliveryAbi, "ShortDefaulted"),
    events(source, "delivery", deliveryAbi, "CompensationClaimed"),
    events(source, "meter", meterAbi, "DisputeOpened"),
    events(source, "settlement", settlementAbi, "ReadingSettled"),
    events(source, "settlement", settlementAbi, "MissingLeafSettled"),
    events(source, "settlement", settlementAbi, "RootlessSettled"),
  ]);
  return [
    ...recorded.map((event): Change => {
      return [event, { lotsDelivered: event.args.delivered, lotsShort: event.args.short }];
    }),
    ...defaulted.map((event): Change => [event, { lotsDefaulted: event.args.lots }]),
    ...compensated.map((event): Change => [event, { damages: event.args.amount }]),
    ...opened.map((event): Change => [event, { disputes: 1 }]),
    ...read.map((event): Change => [event, { readings: 1, damages: event.args.paid }]),
    ...[...missing, ...rootless].map((event): Change => [event, { damages: event.args.paid }]),
  ];
}
