/** The books as the chain has them: accounts enumerated from its logs, each read from storage by eth_call. */
import {
  type AccountId,
  claimsAbi,
  type Deployment,
  deliveryAbi,
  getBalance,
  getLane,
  getResult,
  ledgerAbi,
  parseAuctionId,
  parseSeriesId,
  seriesId,
  unpackPositionWord,
} from "@clearhour/sdk";
import { erc20Abi, getAbiItem, type PublicClient } from "viem";
import { lotsBySeries, readBlocks } from "./blocks.ts";

export interface Books {
  /** The sum of all balances in the Ledger, quote units. */
  readonly ledgerSum: bigint;
  /** What the Ledger holds of the token, quote units. */
  readonly tokenBalance: bigint;
  /**
   * Lots by which the sides of series differ, summed over all series: longs, claims, nominations and what nobody bought
   * for nothing less shorts, commitments and defaults. Zero once everything is collected.
   */
  readonly positionsNet: number;
  /** Accounts that ever had an entry. */
  readonly accounts: number;
}

/** Hours of a word of positions. */
const HOURS = 8;

/** Reads the books as of one block. */
export async function readBooks(client: PublicClient, deployment: Deployment, blockNumber: bigint): Promise<Books> {
  const posted = await client.getLogs({
    address: deployment.ledger,
    fromBlock: deployment.block,
    toBlock: blockNumber,
    event: getAbiItem({ abi: ledgerAbi, name: "Posted" }),
    strict: true,
  });
  const accounts = [...new Set(posted.flatMap(({ args }) => [args.from, args.to]))] as AccountId[];
  const balances = await Promise.all(
    accounts.map((accountId) => getBalance(client, { deployment, accountId, blockNumber })),
  );
  const net = await netOf(client, deployment, blockNumber);
  return {
    ledgerSum: balances.reduce((sum, balance) => sum + balance, 0n),
    tokenBalance: await client.readContract({
      abi: erc20Abi,
      address: deployment.token,
      functionName: "balanceOf",
      args: [deployment.ledger],
      blockNumber,
    }),
    positionsNet: [...net.values()].reduce((sum, lots) => sum + Math.abs(lots), 0),
    accounts: accounts.length,
  };
}

/** By series, what one side has more than the other. */
async function netOf(client: PublicClient, deployment: Deployment, blockNumber: bigint): Promise<Map<bigint, number>> {
  const range = { fromBlock: deployment.block, toBlock: blockNumber, strict: true } as const;
  const inDelivery = { ...range, address: deployment.delivery } as const;
  const [moved, nominated, committed, defaulted] = await Promise.all([
    client.getLogs({ ...range, address: deployment.ledger, event: getAbiItem({ abi: ledgerAbi, name: "LotsMoved" }) }),
    client.getLogs({ ...inDelivery, event: getAbiItem({ abi: deliveryAbi, name: "Nominated" }) }),
    client.getLogs({ ...inDelivery, event: getAbiItem({ abi: deliveryAbi, name: "Committed" }) }),
    client.getLogs({ ...inDelivery, event: getAbiItem({ abi: deliveryAbi, name: "ShortDefaulted" }) }),
  ]);
  const net = new Map<bigint, number>();
  const add = (series: bigint, lots: number) => net.set(series, (net.get(series) ?? 0) + lots);
  const words = new Map(moved.map(({ args }) => [`${args.account} ${args.octet}`, args]));
  const held = [...words.values()].map(async ({ account, octet }) => {
    const word = await client.readContract({
      abi: ledgerAbi,
      address: deployment.ledger,
      functionName: "positionWord",
      args: [account, octet],
      blockNumber,
    });
    for (const [i, lots] of unpackPositionWord(word).entries()) add(seriesAt(octet, i), lots);
  });
  const claimed = [...new Set(moved.map(({ args }) => args.octet))].flatMap((octet) =>
    Array.from({ length: HOURS }, async (_, i) => {
      const supply = await client.readContract({
        abi: claimsAbi,
        address: deployment.claims,
        functionName: "totalSupply",
        args: [seriesAt(octet, i)],
        blockNumber,
      });
      add(seriesAt(octet, i), Number(supply));
    }),
  );
  await Promise.all([...held, ...claimed]);
  for (const [series, lots] of await givenUp(client, deployment, blockNumber)) add(series, lots);
  for (const { args } of nominated) add(args.series, args.lots);
  for (const { args } of [...committed, ...defaulted]) add(args.series, -args.lots);
  return net;
}

/** Lots of strips and blocks that were sold in series whose price was 0, and bought by nobody. */
async function givenUp(client: PublicClient, deployment: Deployment, blockNumber: bigint): Promise<[bigint, number][]> {
  const blocks = await readBlocks(client, deployment, blockNumber);
  const traded = new Map<string, number>();
  for (const block of blocks) {
    const { lane } = parseAuctionId(block.order.auction);
    const { stride } = await getLane(client, { deployment, lane, blockNumber });
    for (const [series, lots] of lotsBySeries(block, block.filled ?? 0, stride)) {
      const key = `${block.order.auction}/${series}`;
      traded.set(key, (traded.get(key) ?? 0) + Math.max(0, -lots));
    }
  }
  const found = [...traded].map(async ([key, sold]): Promise<[bigint, number]> => {
    const [auction = 0n, series = 0n] = key.split("/").map(BigInt);
    const result = await getResult(client, { deployment, auction, series, blockNumber });
    // No hourly order sells for nothing.
    return [series, result?.price === 0 ? sold - result.volume : 0];
  });
  return await Promise.all(found);
}

/** @param octet product << 32 | hour / 8 */
function seriesAt(octet: bigint, i: number): bigint {
  const { hour, product } = parseSeriesId(octet);
  return seriesId(product, hour * HOURS + i);
}
