import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@clearhour/indexer/ports";
import {
  type AccountId,
  auctionId,
  auctionTimes,
  cashAccount,
  collectBlocksSync,
  collectSync,
  explainBlock,
  getOrders,
  getPosition,
  getResult,
  getTotal,
  mockUSDCAbi,
  OrderKind,
  seriesId,
} from "@clearhour/sdk";
import { isStrip } from "@clearhour/sdk/blocks";
import { expect } from "chai";
import { createPublicClient, http } from "viem";
import { writeContract } from "viem/actions";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { lotsBySeries, readBlocks } from "../blocks.ts";
import { readBooks } from "../books.ts";
import { rpcUrlOf, startChain } from "../chain.ts";
import { type Clock, startClock } from "../clock.ts";
import { SOLVERS, startSolver, writeDeployment } from "../keepers.ts";
import { playContests, solvedUntil } from "../market/contest.ts";
import type { Gate } from "../market/listing.ts";
import { type OpenMarket, openLocalMarket } from "../market/opening.ts";
import { type Participant, PROVIDERS, TRADERS } from "../market/participants.ts";
import { Processes } from "../processes.ts";

const DAY = 86_400;
const AHEAD: readonly Gate[] = ["month", "week", "day"];
const SEED = 7;

/** The market's own processes, keepers included, over one delivery day at the three gates ahead of it. */
describe("a trading day", function () {
  this.timeout(200_000);
  const logs = mkdtempSync(join(tmpdir(), "clearhour-local-"));
  const processes = new Processes(logs);
  const visitor = localAccount(INDEX.visitor);
  const everybody = [...PROVIDERS, ...TRADERS].map((_, i) => localAccount(INDEX.participants + i).address);
  const keepers = [0, 1].map((i) => localAccount(INDEX.keepers + i).address.toLowerCase());
  let rpcUrl: string;
  let clock: Clock;
  let open: OpenMarket;
  let day: number;

  before(async () => {
    const port = await freePort();
    rpcUrl = rpcUrlOf(port);
    await startChain(processes, port);
    clock = await startClock({ rpcUrl, rate: 60, blockMs: 100 });
    open = await openLocalMarket(rpcUrl, SEED);
    const deploymentFile = join(logs, "deployment.json");
    writeDeployment(deploymentFile, open.deployment);
    for (const index of [0, 1]) {
      await startSolver(processes, { rpcUrl, deploymentFile, index, httpPort: await freePort() });
    }
    day = Math.floor(clock.now() / DAY) + 31;
  });

  after(async () => {
    await clock?.stop();
    await processes.stopAll();
    rmSync(logs, { recursive: true });
  });

  for (const gate of AHEAD) {
    it(`is cleared by a keeper at the gate a ${gate} ahead`, async () => {
      const client = clientOf(visitor, rpcUrl);
      const { deployment, market, desks } = open;
      const lane = market.lanes[gate];
      const times = auctionTimes(lane, day);
      await clock.jumpTo(Number(times.open) + 10);
      const placed = await Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now()))));
      expect(Math.min(...placed), "orders of the desk with the fewest").to.be.greaterThan(0);
      await clock.jumpTo(Number(times.close) + 1);
      const auctions = solvedUntil(market, times.deadline, clock.now());
      await playContests({ client, deployment, clock, auctions, solvers: SOLVERS });
      // The dearest product's first hour has orders of both sides at every gate.
      const result = await getResult(client, {
        ...{ deployment, auction: auctionAhead(gate) },
        series: seriesId(market.products.gpu, day * 24),
      });
      expect(result?.volume).to.be.greaterThan(0);
    });
  }

  it("fills some strips and blocks, and leaves others", async () => {
    const client = clientOf(visitor, rpcUrl);
    const { deployment } = open;
    const ahead = AHEAD.map(auctionAhead);
    const blocks = (await readBlocks(client, deployment)).filter(({ order }) => ahead.includes(order.auction));
    const explained = await Promise.all(blocks.map(({ order }) => explainBlock(client, { deployment, order })));
    const codes = explained.map(({ code }) => code);
    expect(codes).to.have.length([...PROVIDERS, ...TRADERS].flatMap(aheadBlocks).length);
    expect(codes).to.include("filled");
    expect(codes).to.include("outbid");
    expect(codes).to.not.include("void");
    expect(codes).to.not.include("pending");
    expect(explained.some(({ order, filled }) => isStrip(order) && filled > 0)).to.equal(true);
    expect(explained.some(({ order, filled }) => !isStrip(order) && filled > 0)).to.equal(true);
  });

  it("leaves books that balance once everybody's orders are collected", async () => {
    const client = clientOf(visitor, rpcUrl);
    const { deployment } = open;
    const orders = (await getOrders(client, { deployment })).filter(({ collected }) => collected === undefined);
    const blocks = (await readBlocks(client, deployment)).filter(({ filled }) => filled === undefined);
    expect(orders.length).to.be.greaterThan(500);
    const slotOf = ({ accountId, slot }: { accountId: AccountId; slot: bigint }) => ({ accountId, slot });
    for (let i = 0; i < orders.length; i += 40) {
      await collectSync(client, { deployment, orders: orders.slice(i, i + 40).map(slotOf) });
    }
    for (let i = 0; i < blocks.length; i += 10) {
      await collectBlocksSync(client, { deployment, orders: blocks.slice(i, i + 10).map(slotOf) });
    }

    // A fill is a function of order and result alone: buys and sells of a series in an auction come out equal.
    const balance = new Map<string, number>();
    const add = (auction: bigint, series: bigint, lots: number) => {
      if (AHEAD.map(auctionAhead).includes(auction)) {
        balance.set(`${auction}/${series}`, (balance.get(`${auction}/${series}`) ?? 0) + lots);
      }
    };
    for (const { collected, order } of await getOrders(client, { deployment })) {
      const series = seriesId(order.product, day * 24 + order.offset);
      add(order.auction, series, (collected?.filled ?? 0) * (order.kind === OrderKind.Buy ? 1 : -1));
    }
    for (const block of await readBlocks(client, deployment)) {
      for (const [series, lots] of lotsBySeries(block, block.filled ?? 0, 24)) add(block.order.auction, series, lots);
    }
    expect(balance.size, "series that were cleared").to.be.at.least(AHEAD.length * 2 * 24);
    expect([...balance.values()].filter((lots) => lots !== 0)).to.deep.equal([]);

    for (const product of Object.values(open.market.products)) {
      for (let hour = day * 24; hour < day * 24 + 36; hour++) {
        const series = seriesId(product, hour);
        const positions = await Promise.all(
          everybody.map((owner) => getPosition(client, { deployment, accountId: cashAccount(owner), series })),
        );
        expect(
          positions.reduce((sum, lots) => sum + lots, 0),
          `series ${series}`,
        ).to.equal(0);
      }
    }
  });

  it("has books in which tokens that no account has are seen", async () => {
    const client = createPublicClient({ transport: http(rpcUrl) });
    const { deployment } = open;
    const read = async () => await readBooks(client, deployment, await client.getBlockNumber({ cacheTime: 0 }));
    const before = await read();
    expect(before.positionsNet).to.equal(0);
    expect(before.ledgerSum).to.equal(before.tokenBalance);
    expect(before.ledgerSum).to.equal(await getTotal(client, { deployment }));

    const hash = await writeContract(clientOf(visitor, rpcUrl), {
      abi: mockUSDCAbi,
      address: deployment.token,
      functionName: "mint",
      args: [deployment.ledger, 7n],
      account: visitor,
      chain: null,
    });
    await client.waitForTransactionReceipt({ hash });
    const after = await read();
    expect(after.tokenBalance - after.ledgerSum).to.equal(7n);
  });

  it("costs two keepers at most one transaction too many per step of an auction", async () => {
    const client = createPublicClient({ transport: http(rpcUrl) });
    const failed: string[] = [];
    let sent = 0;
    for (let number = await client.getBlockNumber({ cacheTime: 0 }); number > 0n; number--) {
      const { transactions } = await client.getBlock({ blockNumber: number, includeTransactions: true });
      for (const { hash, from, input, to } of transactions) {
        if (!keepers.includes(from) || to !== open.deployment.contest.toLowerCase()) continue;
        const { status } = await client.getTransactionReceipt({ hash });
        // The step and, first of its arguments, the auction.
        if (status !== "success") failed.push(input.slice(0, 74));
        sent++;
      }
    }
    expect(sent).to.be.at.least(6 * AHEAD.length);
    expect(failed.filter((step, i) => failed.indexOf(step) !== i)).to.deep.equal([]);
  });

  function auctionAhead(gate: Gate): bigint {
    return auctionId(open.market.lanes[gate].id, day);
  }
});

function aheadBlocks({ blocks }: Participant) {
  return blocks.filter(({ gate }) => AHEAD.includes(gate));
}
