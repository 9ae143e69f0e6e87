/**
 * A contested auction: strips and blocks that are filled, filled in part and outbid, a strip of lots to be delivered;
 * a baseline, a better solution, one that is beaten and one that is never revealed. Then one that nobody clears.
 */
import {
  auctionId,
  type BlockToPlace,
  collectBlocksSync,
  commitSolutionSync,
  concludeAuctionSync,
  encodeSolution,
  forfeitDepositSync,
  getContestBook,
  placeBlocksSync,
  revealSolutionSync,
  seriesId,
  submitBaselineSync,
  verifySolution,
} from "@clearhour/sdk";
import { numberToHex } from "viem";
import { DAY, HOUR, USDC } from "../../../sdk/test/support/listing.ts";
import type { Client } from "./chain.ts";
import { walletAt } from "./chain.ts";
import { cash, DAY_LANE, type Exchange } from "./exchange.ts";

const buyer = walletAt(8);
const seller = walletAt(9);
const solver = walletAt(10);
const slower = walletAt(11);
const silent = walletAt(12);
const MAX_FEE = 10n * USDC;

/** Prices of the better solution by hour of the window. */
const PRICES: Readonly<Record<number, number>> = { 2: 190, 3: 200, 4: 210, 6: 200, 7: 200 };

export async function contestDay(exchange: Exchange, client: Client): Promise<void> {
  const { deployment, place, collect, warp } = exchange;
  const day = Math.floor(Number((await client.getBlock()).timestamp) / DAY) + 3;
  const auction = auctionId(DAY_LANE, day);
  const series = (hour: number) => seriesId(1, day * 24 + hour);
  const order = (hour: number, side: "buy" | "write", ticks: number, lots: number) =>
    ({ auction, series: series(hour), side, ticks, lots, slot: hour }) as const;
  for (const trader of [buyer, seller, solver, slower, silent]) await exchange.fund(trader, 10_000n * USDC);

  await warp(day * DAY - 14 * HOUR);
  await place(seller, order(2, "write", 190, 20), order(3, "write", 200, 20), order(4, "write", 210, 20));
  await place(buyer, order(6, "buy", 200, 5), order(7, "buy", 200, 5));
  const placeBlocks = (account: typeof buyer, ...orders: BlockToPlace[]) =>
    placeBlocksSync(client, { account, deployment, orders });
  const buys = { auction, series: series(2), side: "buy", maxFee: MAX_FEE } as const;
  await placeBlocks(
    buyer,
    { ...buys, form: "strip", periods: 3, ticks: 205, lots: 12, slot: 1 },
    { ...buys, form: "block", periods: 2, ticks: 150, lots: 5, slot: 2 },
    { ...buys, form: "block", periods: 2, ticks: 204, lots: 4, least: 1, profile: [3, 1], slot: 3 },
    { ...buys, form: "block", periods: 2, ticks: 150, lots: 6, slot: 4 },
  );
  const written = { auction, series: series(6), side: "write", maxFee: MAX_FEE } as const;
  await placeBlocks(seller, { ...written, form: "strip", periods: 2, ticks: 195, lots: 5, slot: 1 });

  await warp(day * DAY - 13 * HOUR);
  const book = await getContestBook(client, { deployment, auction });
  const allocation = { prices: book.series.map((_, hour) => PRICES[hour] ?? 0), filled: [12, 0, 2, 0, 5] };
  const solution = encodeSolution(book, allocation, verifySolution(book, allocation));
  await submitBaselineSync(client, { account: slower, deployment, auction });
  const secret = (i: number) => ({ deployment, auction, solution, salt: numberToHex(i, { size: 32 }) });
  for (const [i, account] of [solver, slower, silent].entries()) {
    await commitSolutionSync(client, { account, ...secret(i) });
  }
  await warp(day * DAY - 13 * HOUR + HOUR / 2);
  await revealSolutionSync(client, { account: solver, ...secret(0) });
  await revealSolutionSync(client, { account: slower, ...secret(1) });

  await warp(day * DAY - 12 * HOUR);
  await concludeAuctionSync(client, { account: silent, deployment, auction });
  await forfeitDepositSync(client, { account: solver, deployment, auction, solver: silent.address });
  const slots = (of: typeof buyer, ...numbers: bigint[]) => numbers.map((slot) => ({ accountId: cash(of), slot }));
  const orders = [...slots(buyer, 1n, 2n, 3n), ...slots(seller, 1n)];
  await collectBlocksSync(client, { account: silent, deployment, orders });
  await collect(silent, seller, 2, 3, 4);
  await collect(silent, buyer, 6);

  // Nobody brings the baseline of the next day's: what was taken comes back.
  const missed = { ...buys, auction: auctionId(DAY_LANE, day + 1), series: series(24) };
  await placeBlocks(buyer, { ...missed, form: "block", periods: 1, ticks: 200, lots: 7, slot: 5 });
  await warp((day + 1) * DAY - 12 * HOUR);
  await collectBlocksSync(client, { account: silent, deployment, orders: slots(buyer, 5n) });
}
