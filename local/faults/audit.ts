/** What a fault campaign has to show, read from the canonical chain and the subgraph once it is over. */
import { compareWithChain, untilIndexed } from "@clearhour/indexer";
import {
  type AccountId,
  auctionAbi,
  auctionTimes,
  collectSync,
  type Deployment,
  getOrder,
  parseAuctionId,
} from "@clearhour/sdk";
import { unpackOrder } from "@clearhour/sdk/clearing";
import { createPublicClient, decodeFunctionData, getAbiItem, http, type PublicClient } from "viem";
import { hardhat } from "viem/chains";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { type Books, readBooks } from "../books.ts";
import type { OpenMarket } from "../market/opening.ts";
import { auditDelivery, type DeliveryAudit } from "./delivery.ts";
import type { Outage } from "./inject.ts";
import { PARTS, stopsClearing } from "./plan.ts";
import type { FragileMarket } from "./stack.ts";

/** Orders of one transaction: well below the gas cap. */
const COLLECTED_AT_ONCE = 40;
/** Of the hour-ahead gate, chain seconds: so long may keepers take to be at work again. */
export const WINDOW = 3_600;
/** Lower case. */
const KEEPERS = new Set<string>(
  Array.from({ length: PARTS.solver }, (_, i) => localAccount(INDEX.keepers + i).address.toLowerCase()),
);

/** One auction with orders, and the chain's times around its solving, unix seconds. */
interface Auction {
  readonly auction: bigint;
  readonly close: number;
  readonly deadline: number;
  /** How often it was cleared. */
  readonly cleared: number;
  /** Transactions of keepers to it that did not succeed. */
  readonly wasted: number;
}

export interface Audit {
  readonly auctionsWithOrders: number;
  readonly auctionsCleared: number;
  /** With orders and void: nobody could clear them, or they closed within a window after that. */
  readonly voidByFaults: number;
  /** With orders and void although a keeper could work from a window before they closed: none. */
  readonly voidWithoutFault: readonly string[];
  /** Cleared more than once: none. */
  readonly clearedTwice: readonly string[];
  /** Failed transactions of keepers at the auction with the most of them. */
  readonly mostWasted: number;
  readonly delivery: DeliveryAudit;
  readonly books: Books;
  readonly subgraphDiffs: number;
}

/** Reads the canonical chain once nobody acts any more, and after collecting every order that is final. */
export async function audit(market: FragileMarket, outages: readonly Outage[]): Promise<Audit> {
  const { open, rpcUrl, indexer } = market;
  const { deployment } = open;
  const client = createPublicClient({ chain: hardhat, transport: http(rpcUrl) });
  const trades = await readTrades(market, client);
  await collectAll(market, client, trades);

  const block = await client.getBlock();
  const auctions = auctionsUntil(market, trades, Number(block.timestamp));
  const standstills = outages.filter(({ fault }) => stopsClearing(fault));
  const wasOut = ({ close, deadline }: Auction) =>
    standstills.some(({ from, to }) => from < deadline && to + WINDOW > close);
  const isVoid = ({ cleared }: Auction) => cleared === 0;
  await untilIndexed(indexer.subgraph, { number: block.number, hash: block.hash });
  const { differences } = await compareWithChain({ client, deployment, graph: indexer.subgraph });
  return {
    auctionsWithOrders: auctions.length,
    auctionsCleared: auctions.filter((auction) => !isVoid(auction)).length,
    voidByFaults: auctions.filter((auction) => isVoid(auction) && wasOut(auction)).length,
    voidWithoutFault: auctions.filter((auction) => isVoid(auction) && !wasOut(auction)).map(nameOf),
    clearedTwice: auctions.filter(({ cleared }) => cleared > 1).map(nameOf),
    mostWasted: Math.max(0, ...auctions.map(({ wasted }) => wasted)),
    delivery: await auditDelivery({ client, deployment, outages, block }),
    books: await readBooks(client, deployment, block.number),
    subgraphDiffs: differences.length,
  };
}

interface Placed {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly auction: bigint;
}

interface Trades {
  readonly placed: readonly Placed[];
  /** Auctions, once per clearing. */
  readonly cleared: readonly bigint[];
  /** Auctions, once per transaction of a keeper to it that failed. */
  readonly wasted: readonly bigint[];
}

async function readTrades({ open: { deployment } }: FragileMarket, client: PublicClient): Promise<Trades> {
  const range = { address: deployment.auction, fromBlock: deployment.block, strict: true } as const;
  const placed = await client.getLogs({ ...range, event: getAbiItem({ abi: auctionAbi, name: "OrderPlaced" }) });
  const cleared = await client.getLogs({ ...range, event: getAbiItem({ abi: auctionAbi, name: "AuctionCleared" }) });
  return {
    placed: placed.map(({ args }) => ({
      accountId: args.account as AccountId,
      slot: args.slot,
      auction: unpackOrder(BigInt(args.order)).auction,
    })),
    cleared: cleared.map(({ args }) => args.auction),
    wasted: await wasted(client, deployment),
  };
}

async function wasted(client: PublicClient, deployment: Deployment): Promise<bigint[]> {
  const found: bigint[] = [];
  const last = await client.getBlockNumber({ cacheTime: 0 });
  for (let number = deployment.block; number <= last; number++) {
    const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { hash, from, to, input } of transactions) {
      if (!KEEPERS.has(from.toLowerCase()) || to?.toLowerCase() !== deployment.auction.toLowerCase()) continue;
      const { status } = await client.getTransactionReceipt({ hash });
      if (status === "success") continue;
      const { functionName, args } = decodeFunctionData({ abi: auctionAbi, data: input });
      if (functionName === "clear") found.push(args[0]);
    }
  }
  return found;
}

/** As anybody may: keepers leave to their owners what hides no short. */
async function collectAll({ open, rpcUrl }: FragileMarket, client: PublicClient, { placed, cleared }: Trades) {
  const { deployment } = open;
  const visitor = clientOf(localAccount(INDEX.visitor), rpcUrl);
  const now = (await client.getBlock()).timestamp;
  const isFinal = (auction: bigint) => cleared.includes(auction) || timesOf(open, auction).deadline < now;
  const slots = new Map(placed.map((order) => [`${order.accountId} ${order.slot}`, order]));
  const orders = [];
  for (const { accountId, slot, auction } of slots.values()) {
    const order = await getOrder(client, { deployment, accountId, slot });
    if (order !== undefined && order.lots > 0 && isFinal(auction)) orders.push({ accountId, slot });
  }
  for (let i = 0; i < orders.length; i += COLLECTED_AT_ONCE) {
    await collectSync(visitor, { deployment, orders: orders.slice(i, i + COLLECTED_AT_ONCE) });
  }
}

/** Every auction with orders whose deadline is past. */
function auctionsUntil({ open }: FragileMarket, { placed, cleared, wasted }: Trades, now: number): Auction[] {
  const times = (auctions: readonly bigint[]) => (auction: bigint) =>
    auctions.filter((each) => each === auction).length;
  const [clearings, wastes] = [times(cleared), times(wasted)];
  return [...new Set(placed.map(({ auction }) => auction))].flatMap((auction) => {
    const { close, deadline } = timesOf(open, auction);
    if (deadline >= now) return [];
    const counts = { cleared: clearings(auction), wasted: wastes(auction) };
    return [{ auction, close: Number(close), deadline: Number(deadline), ...counts }];
  });
}

function timesOf({ market }: OpenMarket, auction: bigint) {
  const { lane: id, number } = parseAuctionId(auction);
  const lane = Object.values(market.lanes).find((each) => each.id === id);
  if (lane === undefined) throw new Error(`auction ${auction} is of no lane of this market`);
  return auctionTimes(lane, number);
}

function nameOf({ auction }: Auction): string {
  const { lane, number } = parseAuctionId(auction);
  return `lane ${lane} auction ${number}`;
}
