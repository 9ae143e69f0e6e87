/**
 * An auction with strips and blocks on the local chain, from its first order to its reward: a strip and blocks that are
 * filled, one that is outbid, one that would gain and is filled by nobody; a baseline, two solutions that compete,
 * and one that is never revealed. The test moves the clock and plays everybody.
 */
import { startIndexer, untilIndexed } from "@clearhour/indexer";
import { freePort } from "@clearhour/indexer/ports";
import {
  auctionId,
  auctionTimes,
  type ClearhourClient,
  clearAuctionSync,
  commitSolutionSync,
  concludeAuctionSync,
  encodeSolution,
  forfeitDepositSync,
  getContestBook,
  placeBlocksSync,
  placeOrdersSync,
  revealSolutionSync,
  type Solution,
  seriesId,
  submitBaselineSync,
  verifySolution,
} from "@clearhour/sdk";
import { baselinePrices } from "@clearhour/sdk/contest";
import { createPublicClient, http, numberToHex } from "viem";
import { hardhat } from "viem/chains";
import { startApp } from "../../../local/app.ts";
import { startGround } from "../../../local/ground.ts";
import { openLocalMarket } from "../../../local/market/opening.ts";
import type { Ends } from "../../../local/program.ts";

const SEED = 5;
const WAIT_MS = 120_000;
const DAY = 86_400;
/** Hours of the window in which everybody orders. */
const HOURS = [0, 1, 2, 3] as const;
const MAX_FEE = 1_000_000n;

/** Lots in each of the hours, and a limit in ticks of 0.10 USDC. */
const HOURLY = [
  { name: "birch", side: "write", lots: 8, ticks: 200 },
  { name: "cedar", side: "write", lots: 6, ticks: 230 },
  { name: "kite", side: "buy", lots: 4, ticks: 260 },
  { name: "lark", side: "buy", lots: 5, ticks: 225 },
  { name: "osprey", side: "buy", lots: 3, ticks: 210 },
] as const;

/** In the order in which they stand in the list; `from` is an hour of the window. */
const BLOCKS = [
  { name: "merlin", form: "strip", side: "buy", from: 0, periods: 3, lots: 2, ticks: 235 },
  { name: "kite", form: "block", side: "buy", from: 0, periods: 3, lots: 5, ticks: 228 },
  { name: "lark", form: "block", side: "buy", from: 1, periods: 2, lots: 2, ticks: 250, profile: [1, 2] },
  { name: "plover", form: "block", side: "buy", from: 0, periods: 4, lots: 2, ticks: 215 },
  { name: "cedar", form: "block", side: "write", from: 0, periods: 3, lots: 2, ticks: 215 },
  // An hour without hourly orders.
  { name: "kite", form: "block", side: "buy", from: 9, periods: 1, lots: 3, ticks: 250 },
  { name: "cedar", form: "block", side: "write", from: 9, periods: 1, lots: 3, ticks: 210 },
] as const;

/** What the solutions fill of each. The first one leaves out a block that the second one fills. */
const FILLS = { worse: [2, 0, 0, 0, 2, 0, 0], better: [2, 0, 2, 0, 2, 3, 3] } as const;

export type AuctionDay = Awaited<ReturnType<typeof openAuctionDay>>;

/** @param ends Gets what ends the parts, the last one first, also where a later part does not start. */
export async function openAuctionDay(ends: Ends) {
  const { folder, rpcUrl, clock } = await startGround({ rate: 1 }, ends);
  const { deployment, desks, market } = await openLocalMarket(rpcUrl, SEED);
  const { subgraph, stop } = await startIndexer({ rpcUrl, deployment, logs: folder });
  ends.push(() => stop());
  const app = await startApp({ port: await freePort(), rpcUrl, graphUrl: subgraph.url, deployment, oracles: [] });
  ends.push(() => app.stop());
  const client = createPublicClient({ chain: hardhat, transport: http(rpcUrl) });
  const lane = market.lanes.day;
  const day = Math.floor(clock.now() / DAY) + 3;
  const auction = auctionId(lane.id, day);
  const times = auctionTimes(lane, day);
  const series = (hour: number, of = day) => seriesId(market.products.gpu, of * 24 + hour);
  let salts = 0;

  function wallet(name: string): ClearhourClient {
    const desk = desks.find(({ participant }) => participant.name === name);
    if (desk === undefined) throw new Error(`nobody is called ${name}`);
    return desk.client;
  }

  /** Waits until the subgraph has all that has happened. */
  async function indexed() {
    const { number } = await client.getBlock();
    await untilIndexed(subgraph, { number }, WAIT_MS);
  }

  async function hourly(of: number) {
    for (const { name, side, lots, ticks } of HOURLY) {
      const orders = HOURS.map((hour) => {
        return {
          auction: auctionId(lane.id, of),
          series: series(hour, of),
          side,
          lots,
          ticks,
          slot: hour + (of % 2) * 8,
        };
      });
      await placeOrdersSync(wallet(name), { deployment, orders });
    }
  }

  async function solution(filled: readonly number[]): Promise<Solution> {
    const book = await getContestBook(client, { deployment, auction });
    // Each solution is at the prices of the baseline.
    const allocation = { prices: baselinePrices(book), filled };
    return encodeSolution(book, allocation, verifySolution(book, allocation));
  }

  async function commit(name: string, filled: readonly number[]) {
    const secret = { deployment, auction, solution: await solution(filled), salt: numberToHex(++salts, { size: 32 }) };
    await commitSolutionSync(wallet(name), secret);
    return async () => {
      await revealSolutionSync(wallet(name), secret);
      await indexed();
    };
  }

  return {
    rpcUrl,
    url: app.url,
    auction,
    /** The first hour of its window. */
    firstHour: day * 24,
    addressOf: (name: string) => desks.find(({ participant }) => participant.name === name)?.account.address,
    /** The auction takes orders, and has everybody's. */
    async collect() {
      await clock.jumpTo(Number(times.open) + 1);
      await hourly(day);
      for (const [slot, { name, from, ...order }] of BLOCKS.entries()) {
        const placed = { ...order, auction, series: series(from), slot, maxFee: MAX_FEE };
        await placeBlocksSync(wallet(name), { deployment, orders: [placed] });
      }
      await indexed();
    },
    async close() {
      await clock.jumpTo(Number(times.close) + 1);
      await indexed();
    },
    async baseline() {
      await submitBaselineSync(wallet("finch"), { deployment, auction });
      await indexed();
    },
    /** Three solvers commit, and it is time to reveal. */
    async commit() {
      const worse = await commit("heron", FILLS.worse);
      const better = await commit("ibis", FILLS.better);
      await commit("plover", FILLS.better);
      await clock.jumpTo(Number(times.deadline) - lane.solve / 2 + 1);
      return { revealWorse: worse, revealBetter: better };
    },
    async deadline() {
      await clock.jumpTo(Number(times.deadline) + 1);
      await indexed();
    },
    async conclude() {
      await concludeAuctionSync(wallet("finch"), { deployment, auction });
      const solver = desks.find(({ participant }) => participant.name === "plover")?.account.address ?? "0x";
      await forfeitDepositSync(wallet("finch"), { deployment, auction, solver });
      await indexed();
    },
    /** The next day's auction, which has hourly orders only, cleared. */
    async plain() {
      await clock.jumpTo(Number(auctionTimes(lane, day + 1).open) + 1);
      await hourly(day + 1);
      await clock.jumpTo(Number(auctionTimes(lane, day + 1).close) + 1);
      const next = auctionId(lane.id, day + 1);
      await clearAuctionSync(wallet("finch"), { deployment, auction: next });
      await indexed();
      return next;
    },
    /** The auction after that, which has a block and which nobody clears. */
    async missed() {
      const missed = auctionId(lane.id, day + 2);
      await clock.jumpTo(Number(auctionTimes(lane, day + 2).open) + 1);
      const order = {
        auction: missed,
        series: series(0, day + 2),
        periods: 2,
        side: "buy",
        ticks: 240,
        lots: 3,
      } as const;
      const orders = [{ ...order, form: "block", slot: 7, maxFee: MAX_FEE } as const];
      await placeBlocksSync(wallet("kite"), { deployment, orders });
      await clock.jumpTo(Number(auctionTimes(lane, day + 2).deadline) + 1);
      await indexed();
      return missed;
    },
    /** One that takes no orders yet. */
    later: auctionId(lane.id, day + 20),
  };
}
