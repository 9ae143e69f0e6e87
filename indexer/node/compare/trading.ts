import {
  auctionAbi,
  auctionLensAbi,
  blocksAbi,
  explainFill,
  type Order,
  type Outcome,
  parseAuctionId,
  productsAbi,
  seriesId,
} from "@clearhour/sdk";
import { unpackCollected, unpackOrder, unpackResult } from "@clearhour/sdk/clearing";
import { orderGraphId, outcomeOf, pricePointGraphId, wordGraphId } from "@clearhour/sdk/graph";
import { type Hex, numberToHex, zeroAddress } from "viem";
import { readContract } from "viem/actions";
import { incumbentOf } from "./contest.ts";
import { at, each, entities, events, row, type Section, type Source } from "./source.ts";

/** Every auction that took an order: its times, and who cleared it. */
export const auctions: Section = {
  name: "auctions",
  async chain(source) {
    const placed = await placedOrders(source);
    const blocks = await events(source, "blocks", blocksAbi, "BlockPlaced");
    const contested = new Set(blocks.map(({ args }) => args.auction));
    const count = new Map<bigint, number>([...contested].map((auction) => [auction, 0]));
    for (const { order } of placed) count.set(order.auction, (count.get(order.auction) ?? 0) + 1);
    const rows = await each(count, async ([auction, orderCount]) => {
      const [open, close, deadline] = await timesOf(source, auction);
      const clearer = await readContract(source.client, {
        abi: auctionAbi,
        address: source.deployment.auction,
        functionName: "clearerOf",
        args: [auction],
        ...at(source),
      });
      // The clearer of a contested auction is whose solution is best; it is cleared when that is concluded.
      const isContested = contested.has(auction);
      const cleared = isContested ? (await incumbentOf(source, auction)).concluded : clearer !== zeroAddress;
      const contest = isContested ? wordGraphId(auction) : null;
      const values = { contest, open, close, deadline, orderCount, cleared, clearer: cleared ? clearer : null };
      return [wordGraphId(auction), row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "open close deadline orderCount cleared clearer contest { id }";
    const found = await entities<{
      id: Hex;
      open: string;
      close: string;
      deadline: string;
      orderCount: number;
      cleared: boolean;
      clearer: Hex | null;
      contest: { id: Hex } | null;
    }>(source, "auctions", fields);
    return new Map(found.map(({ id, contest, ...values }) => [id, row({ ...values, contest: contest?.id })]));
  },
};

/** What every series of every auction cleared at. */
export const prices: Section = {
  name: "prices",
  async chain(source) {
    const cleared = await events(source, "auction", auctionAbi, "SeriesCleared");
    const rows = await each(cleared, async ({ args: { auction, series } }) => {
      const word = await bestResultOf(source, auction, series);
      const result = unpackResult(word);
      const { price, volume, hourly, contested, marginalBuy, marginalSell } = result ?? {};
      const fills = { volume, hourly, contested, marginalBuy, marginalSell };
      const values = { word: numberToHex(word, { size: 32 }), price, ...fills };
      return [pricePointGraphId(auction, series), row(values)] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "word price volume hourly contested marginalBuy marginalSell";
    const found = await entities<{
      id: Hex;
      word: Hex;
      price: number;
      volume: string;
      hourly: string;
      contested: boolean;
      marginalBuy: string;
      marginalSell: string;
    }>(source, "pricePoints", fields);
    return new Map(found.map(({ id, ...values }) => [id, row(values)]));
  },
};

/** Every order: whether it is collected, how many lots were filled, and why not all of them. */
export const orders: Section = {
  name: "orders",
  async chain(source) {
    const placed = await placedOrders(source);
    const collected = await collectedOrders(source);
    const strides = new Map<number, number>();
    const rows = await each(placed, async ({ id, order, word }) => {
      const { lane, number } = parseAuctionId(order.auction);
      let stride = strides.get(lane);
      if (stride === undefined) {
        stride = await strideOf(source, lane);
        strides.set(lane, stride);
      }
      const series = seriesId(order.product, number * stride + order.offset);
      const { code, filled } = explainFill(order, await outcomeOnChain(source, order.auction, series));
      const logged = collected.get(id);
      return [id, row({ word, collected: logged !== undefined, code, filled: logged ?? filled })] as const;
    });
    return new Map(rows);
  },
  async graph(source) {
    const fields = "word collected outcome filled auction { deadline } result { word }";
    const found = await entities<{
      id: Hex;
      word: Hex;
      collected: boolean;
      outcome: string | null;
      filled: number | null;
      auction: { deadline: string };
      result: { word: Hex } | null;
    }>(source, "orders", fields);
    return new Map(
      found.map((order) => {
        const { id, word, collected } = order;
        const open = outcomeOf(order, source.block.timestamp);
        return [id, row({ word, collected, code: order.outcome ?? open.code, filled: order.filled ?? open.filled })];
      }),
    );
  },
};

type Placed = { readonly id: string; readonly order: Order; readonly word: Hex };

async function placedOrders(source: Source): Promise<Placed[]> {
  const placed = await events(source, "auction", auctionAbi, "OrderPlaced");
  return placed.map(({ args: { account, slot, order: packed } }) => {
    const order = unpackOrder(packed);
    const id = orderGraphId(account, order.auction, slot).toLowerCase();
    return { id, order, word: numberToHex(packed, { size: 32 }) };
  });
}

/** Lots that the chain says were filled when an order was collected, by the order's id. */
async function collectedOrders(source: Source): Promise<Map<string, number>> {
  const [placed, collected] = await Promise.all([
    events(source, "auction", auctionAbi, "OrderPlaced"),
    events(source, "auction", auctionAbi, "OrderCollected"),
  ]);
  const inOrder = [...placed, ...collected].sort((a, b) =>
    a.blockNumber === b.blockNumber ? a.logIndex - b.logIndex : Number(a.blockNumber - b.blockNumber),
  );
  const slots = new Map<string, string>();
  const found = new Map<string, number>();
  for (const { args } of inOrder) {
    if ("order" in args) {
      const { auction } = unpackOrder(args.order);
      slots.set(`${args.account}:${args.slot}`, orderGraphId(args.account, auction, args.slot).toLowerCase());
    } else {
      const { slot, filled } = unpackCollected(args.collected);
      const key = `${args.account}:${slot}`;
      found.set(slots.get(key) ?? key, filled);
    }
  }
  return found;
}

async function outcomeOnChain(source: Source, auction: bigint, series: bigint): Promise<Outcome> {
  const result = unpackResult(await resultOf(source, auction, series));
  if (result !== undefined) return result;
  const [, , deadline] = await timesOf(source, auction);
  return source.block.timestamp < deadline ? "pending" : "void";
}

function resultOf(source: Source, auction: bigint, series: bigint): Promise<bigint> {
  const address = source.deployment.auction;
  const call = { abi: auctionAbi, address, functionName: "resultOf", args: [auction, series], ...at(source) } as const;
  return readContract(source.client, call);
}

/** As `resultOf`, and before the deadline of a contested auction the best so far. */
async function bestResultOf(source: Source, auction: bigint, series: bigint): Promise<bigint> {
  const address = source.deployment.auction;
  const call = {
    abi: auctionAbi,
    address,
    functionName: "resultsOf",
    args: [auction, series, 1n],
    ...at(source),
  } as const;
  const [, , [word = 0n]] = await readContract(source.client, call);
  return word;
}

function timesOf(source: Source, auction: bigint): Promise<readonly [bigint, bigint, bigint]> {
  const address = source.deployment.auctionLens;
  const call = { abi: auctionLensAbi, address, functionName: "timesOf", args: [auction], ...at(source) } as const;
  return readContract(source.client, call);
}

async function strideOf(source: Source, lane: number): Promise<number> {
  const address = source.deployment.products;
  const call = { abi: productsAbi, address, functionName: "lane", args: [lane], ...at(source) } as const;
  const [{ stride }] = await readContract(source.client, call);
  return stride;
}
