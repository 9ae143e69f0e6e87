/** What a fault campaign has to show, read from the canonical chain and the subgraph once it is over. */
import { compareWithChain, untilIndexed } from "@clearhour/indexer";
import {
  type AccountId,
  auctionAbi,
  collectBlocksSync,
  collectSync,
  contestAbi,
  type Deployment,
  getOrder,
} from "@clearhour/sdk";
import { unpackOrder } from "@clearhour/sdk/clearing";
import {
  type Address,
  createPublicClient,
  decodeFunctionData,
  getAbiItem,
  type Hex,
  http,
  isAddressEqual,
  type PublicClient,
} from "viem";
import { hardhat } from "viem/chains";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { readBlocks } from "../blocks.ts";
import { type Books, readBooks } from "../books.ts";
import { keeperOf, nameOf, timesOf } from "./auctions.ts";
import { auditContests, type ContestAudit } from "./contests.ts";
import { auditDelivery, type DeliveryAudit } from "./delivery.ts";
import type { Outage } from "./inject.ts";
import { stopsClearing } from "./plan.ts";
import type { FragileMarket } from "./stack.ts";

/** Orders of one transaction: well below the gas cap. */
const COLLECTED_AT_ONCE = 40;
/** Of the hour-ahead gate, chain seconds: so long may keepers take to be at work again. */
export const WINDOW = 3_600;
/** The same for strips and blocks, which cost as much for each of their hours. */
const BLOCKS_AT_ONCE = 4;

/** One auction with orders, and the chain's times around its solving, unix seconds. */
interface Auction {
  readonly auction: bigint;
  readonly close: number;
  readonly deadline: number;
  /** How often it was cleared: a contest that has a result is cleared when it is concluded. */
  readonly cleared: number;
  /** Whether it is final with a result. */
  readonly isFinal: boolean;
  /** Transactions of keepers to it that did not succeed, of the step with the most of them. */
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
  /** Failed transactions of keepers at the step of an auction with the most of them. */
  readonly mostWasted: number;
  readonly contests: ContestAudit;
  readonly delivery: DeliveryAudit;
  readonly books: Books;
  readonly subgraphDiffs: number;
}

/** Reads the canonical chain once nobody acts any more, and after collecting every order that is final. */
export async function audit(market: FragileMarket, outages: readonly Outage[]): Promise<Audit> {
  const { open, rpcUrl, indexer } = market;
  const { deployment } = open;
  const named = (auctions: readonly Auction[]) => auctions.map(({ auction }) => nameOf(auction));
  const client = createPublicClient({ chain: hardhat, transport: http(rpcUrl) });
  const trades = await readTrades(market, client);
  await collectAll(market, client, trades);

  const block = await client.getBlock();
  const auctions = auctionsUntil(market, trades, Number(block.timestamp));
  const standstills = outages.filter(({ fault }) => stopsClearing(fault));
  const wasOut = ({ close, deadline }: Auction) =>
    standstills.some(({ from, to }) => from < deadline && to + WINDOW > close);
  const isVoid = ({ isFinal }: Auction) => !isFinal;
  await untilIndexed(indexer.subgraph, { number: block.number, hash: block.hash });
  const { differences } = await compareWithChain({ client, deployment, graph: indexer.subgraph });
  return {
    auctionsWithOrders: auctions.length,
    auctionsCleared: auctions.filter((auction) => !isVoid(auction)).length,
    voidByFaults: auctions.filter((auction) => isVoid(auction) && wasOut(auction)).length,
    voidWithoutFault: named(auctions.filter((auction) => isVoid(auction) && !wasOut(auction))),
    clearedTwice: named(auctions.filter(({ cleared }) => cleared > 1)),
    mostWasted: Math.max(0, ...auctions.map(({ wasted }) => wasted)),
    contests: await auditContests({ client, open, outages, now: Number(block.timestamp) }),
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
  /** Auctions with strips or blocks, once for each of these. */
  readonly contested: readonly bigint[];
  /** Auctions, once per clearing. */
  readonly cleared: readonly bigint[];
  /** Contests, once for the baseline and for each better solution. */
  readonly solved: readonly bigint[];
  /** Once per transaction of a keeper that failed. */
  readonly wasted: readonly { readonly step: string; readonly auction: bigint }[];
}

async function readTrades({ open: { deployment } }: FragileMarket, client: PublicClient): Promise<Trades> {
  const { fromBlock, strict } = { fromBlock: deployment.block, strict: true } as const;
  const range = { address: deployment.auction, fromBlock, strict } as const;
  const solved = await client.getLogs({
    ...{ address: deployment.contest, fromBlock, strict },
    event: getAbiItem({ abi: contestAbi, name: "IncumbentReplaced" }),
  });
  const blocks = await readBlocks(client, deployment);
  const placed = await client.getLogs({ ...range, event: getAbiItem({ abi: auctionAbi, name: "OrderPlaced" }) });
  const cleared = await client.getLogs({ ...range, event: getAbiItem({ abi: auctionAbi, name: "AuctionCleared" }) });
  return {
    placed: placed.map(({ args }) => ({
      accountId: args.account as AccountId,
      slot: args.slot,
      auction: unpackOrder(BigInt(args.order)).auction,
    })),
    contested: blocks.map(({ order }) => order.auction),
    cleared: cleared.map(({ args }) => args.auction),
    solved: solved.map(({ args }) => args.auction),
    wasted: await wasted(client, deployment),
  };
}

async function wasted(client: PublicClient, deployment: Deployment): Promise<Trades["wasted"]> {
  const found: { step: string; auction: bigint }[] = [];
  const last = await client.getBlockNumber({ cacheTime: 0 });
  for (let number = deployment.block; number <= last; number++) {
    const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
    for (const { hash, from, to, input } of transactions) {
      if (to === null || keeperOf(from) === undefined) continue;
      const step = stepOf(deployment, to, input);
      if (step === undefined) continue;
      const { status } = await client.getTransactionReceipt({ hash });
      if (status !== "success") found.push(step);
    }
  }
  return found;
}

/** What a transaction of a keeper does in an auction; `undefined` where it clears none. */
function stepOf({ auction, contest }: Deployment, to: Address, data: Hex) {
  if (isAddressEqual(to, auction)) {
    const { functionName, args } = decodeFunctionData({ abi: auctionAbi, data });
    if (functionName === "clear") return { step: functionName, auction: args[0] };
  }
  if (isAddressEqual(to, contest)) {
    const { functionName, args } = decodeFunctionData({ abi: contestAbi, data });
    if (functionName !== "forfeit" && typeof args[0] === "bigint") return { step: functionName, auction: args[0] };
  }
  return undefined;
}

/** As anybody may: keepers leave to their owners what hides no short. */
async function collectAll({ open, rpcUrl }: FragileMarket, client: PublicClient, trades: Trades) {
  const { deployment } = open;
  const visitor = clientOf(localAccount(INDEX.visitor), rpcUrl);
  const now = Number((await client.getBlock()).timestamp);
  const isOver = (auction: bigint) => timesOf(open, auction).deadline < now || isCleared(trades, auction);
  const slots = new Map(trades.placed.map((order) => [`${order.accountId} ${order.slot}`, order]));
  const orders = [];
  for (const { accountId, slot, auction } of slots.values()) {
    const order = await getOrder(client, { deployment, accountId, slot });
    if (order !== undefined && order.lots > 0 && isOver(auction)) orders.push({ accountId, slot });
  }
  for (let i = 0; i < orders.length; i += COLLECTED_AT_ONCE) {
    await collectSync(visitor, { deployment, orders: orders.slice(i, i + COLLECTED_AT_ONCE) });
  }
  const left = (await readBlocks(client, deployment)).filter(({ filled, order }) => {
    return filled === undefined && timesOf(open, order.auction).deadline < now;
  });
  const blocks = left.map(({ accountId, slot }) => ({ accountId, slot }));
  for (let i = 0; i < blocks.length; i += BLOCKS_AT_ONCE) {
    await collectBlocksSync(visitor, { deployment, orders: blocks.slice(i, i + BLOCKS_AT_ONCE) });
  }
}

/** One without strips and blocks is final once it is cleared. */
function isCleared({ cleared, contested }: Trades, auction: bigint): boolean {
  return cleared.includes(auction) && !contested.includes(auction);
}

/** Every auction with orders whose deadline is past. */
function auctionsUntil({ open }: FragileMarket, trades: Trades, now: number): Auction[] {
  const { placed, contested, cleared, solved, wasted } = trades;
  const all = new Set([...placed.map(({ auction }) => auction), ...contested]);
  return [...all].flatMap((auction) => {
    const { close, deadline } = timesOf(open, auction);
    if (deadline >= now) return [];
    const own = wasted.filter((one) => one.auction === auction).map(({ step }) => step);
    return [
      {
        ...{ auction, close, deadline },
        cleared: cleared.filter((each) => each === auction).length,
        isFinal: cleared.includes(auction) || solved.includes(auction),
        wasted: Math.max(0, ...own.map((step) => own.filter((other) => other === step).length)),
      },
    ];
  });
}
