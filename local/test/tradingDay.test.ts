import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@clearhour/indexer/ports";
import {
  auctionId,
  auctionTimes,
  cashAccount,
  collectSync,
  filledLots,
  getOrder,
  getPosition,
  getResult,
  getTotal,
  mockUSDCAbi,
  type Order,
  OrderKind,
  seriesId,
} from "@clearhour/sdk";
import { expect } from "chai";
import { createPublicClient, http } from "viem";
import { getTransactionCount, writeContract } from "viem/actions";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { readBooks } from "../books.ts";
import { rpcUrlOf, startChain } from "../chain.ts";
import { type Clock, startClock } from "../clock.ts";
import { startSolver, writeDeployment } from "../keepers.ts";
import type { Gate } from "../market/listing.ts";
import { type OpenMarket, openLocalMarket } from "../market/opening.ts";
import { PROVIDERS, TRADERS } from "../market/participants.ts";
import { Processes, sleep } from "../processes.ts";

const DAY = 86_400;
const AHEAD: readonly Gate[] = ["month", "week", "day"];
const SEED = 7;

/** The market's own processes, keepers included, over one delivery day at the three gates ahead of it. */
describe("a trading day", function () {
  this.timeout(120_000);
  const logs = mkdtempSync(join(tmpdir(), "clearhour-local-"));
  const processes = new Processes(logs);
  const visitor = localAccount(INDEX.visitor);
  const everybody = [...PROVIDERS, ...TRADERS].map((_, i) => localAccount(INDEX.participants + i).address);
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
      await clock.jumpTo(Number(times.close) + 5);
      // The dearest product's first hour has orders of both sides at every gate.
      const question = {
        deployment,
        auction: auctionId(lane.id, day),
        series: seriesId(market.products.gpu, day * 24),
      };
      for (let result = await getResult(client, question); ; result = await getResult(client, question)) {
        if (result !== undefined) break;
        if (clock.now() >= times.deadline) throw new Error("the deadline came before a keeper");
        await sleep(100);
      }
    });
  }

  it("leaves books that balance once everybody's orders are collected", async () => {
    const client = clientOf(visitor, rpcUrl);
    const { deployment } = open;
    const orders = await openOrders();
    expect(orders.length).to.be.greaterThan(500);

    // A fill is a function of order and result alone: buys and sells of a series in an auction come out equal.
    const balance = new Map<string, number>();
    for (const { order, series } of orders) {
      const result = await getResult(client, { deployment, auction: order.auction, series });
      // Auctions of other days opened on the way and were jumped over: void.
      if (result === undefined) continue;
      const key = `${order.auction}/${series}`;
      const lots = filledLots(order, result) * (order.kind === OrderKind.Buy ? 1 : -1);
      balance.set(key, (balance.get(key) ?? 0) + lots);
    }
    expect(balance.size, "series that were cleared").to.be.at.least(2 * 24);
    expect([...balance.values()].filter((lots) => lots !== 0)).to.deep.equal([]);

    for (let i = 0; i < orders.length; i += 40) {
      const batch = orders.slice(i, i + 40).map(({ accountId, slot }) => ({ accountId, slot }));
      await collectSync(client, { deployment, orders: batch });
    }
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

  it("costs two keepers at most one transaction too many per auction", async () => {
    const client = clientOf(visitor, rpcUrl);
    const sent = await Promise.all(
      [0, 1].map((i) => getTransactionCount(client, { address: localAccount(INDEX.keepers + i).address })),
    );
    expect(sent.reduce((sum, count) => sum + count, 0)).to.be.at.most(2 * AHEAD.length);
  });

  async function openOrders() {
    const client = clientOf(visitor, rpcUrl);
    const found: { accountId: ReturnType<typeof cashAccount>; slot: bigint; order: Order; series: bigint }[] = [];
    for (const owner of everybody) {
      const accountId = cashAccount(owner);
      const slots = Array.from({ length: 4 * 128 }, (_, slot) => BigInt(slot));
      const read = await Promise.all(
        slots.map((slot) => getOrder(client, { deployment: open.deployment, accountId, slot })),
      );
      for (const [slot, order] of read.entries()) {
        if (order === undefined || order.lots === 0) continue;
        const lane = Object.values(open.market.lanes).find(({ id }) => BigInt(id) === order.auction >> 32n);
        const first = Number(order.auction & 0xffffffffn) * (lane?.stride ?? 0);
        const series = seriesId(order.product, first + order.offset);
        found.push({ accountId, slot: BigInt(slot), order, series });
      }
    }
    return found;
  }
});
