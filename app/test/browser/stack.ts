/** What the app runs against: the local market's own parts, on a clock that the test moves. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Indexer, startIndexer, untilIndexed } from "@clearhour/indexer";
import {
  armShiftSync,
  auctionId,
  auctionTimes,
  cashAccount,
  collectSync,
  commitSync,
  fixShiftSync,
  getAssignments,
  getOrders,
  getPosition,
  getResult,
  seriesId,
  settleWithoutRootSync,
} from "@clearhour/sdk";
import { createTestClient, http, publicActions } from "viem";
import { hardhat } from "viem/chains";
import { freePort } from "../../../indexer/node/ports.ts";
import { clientOf, INDEX, localAccount } from "../../../local/accounts.ts";
import { startApp } from "../../../local/app.ts";
import { rpcUrlOf, startChain } from "../../../local/chain.ts";
import { type Clock, startClock } from "../../../local/clock.ts";
import { startSolver, writeDeployment } from "../../../local/keepers.ts";
import type { Gate } from "../../../local/market/listing.ts";
import { type OpenMarket, openLocalMarket } from "../../../local/market/opening.ts";
import { PROVIDERS } from "../../../local/market/participants.ts";
import { Processes } from "../../../local/processes.ts";

const SEED = 11;
/** Chain seconds per second while a keeper solves. */
const SOLVING_RATE = 25;
const BLOCK_MS = 200;
const WAIT_MS = 120_000;
const DAY = 86_400;
/** Orders of one transaction: well below the gas cap. */
const COLLECTED_AT_ONCE = 40;

export type Stack = Awaited<ReturnType<typeof openStack>>;

/** @param ends Gets what ends the parts, the last one first, also where a later part does not start. */
export async function openStack(ends: (() => Promise<void> | void)[]) {
  const folder = mkdtempSync(join(tmpdir(), "clearhour-app-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const processes = new Processes(folder);
  ends.push(() => processes.stopAll());
  const port = await freePort();
  const rpcUrl = rpcUrlOf(port);
  await startChain(processes, port);
  const clock: Clock = await startClock({ rpcUrl, rate: 1, blockMs: BLOCK_MS });
  ends.push(() => clock.stop());
  const open: OpenMarket = await openLocalMarket(rpcUrl, SEED);
  const { deployment, desks, market } = open;
  const deploymentFile = join(folder, "deployment.json");
  writeDeployment(deploymentFile, deployment);
  await startSolver(processes, { rpcUrl, deploymentFile, index: 0, httpPort: await freePort() });
  const indexer: Indexer = await startIndexer({ rpcUrl, deployment, logs: folder });
  ends.push(() => indexer.stop());
  const app = await startApp({ port: await freePort(), rpcUrl, graphUrl: indexer.subgraph.url, deployment });
  ends.push(() => app.stop());
  const client = createTestClient({ chain: hardhat, mode: "hardhat", transport: http(rpcUrl) }).extend(publicActions);

  const anyone = clientOf(localAccount(INDEX.deployer), rpcUrl);
  const day = Math.floor(clock.now() / DAY) + 30;

  /** Everybody's orders of one delivery day at one gate. */
  async function trade(gate: Gate) {
    await clock.jumpTo(Number(auctionTimes(market.lanes[gate], day).open) + 1);
    await Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now()))));
  }

  /** Waits until a keeper has cleared a day's auction. */
  async function cleared(gate: Gate) {
    const auction = auctionId(market.lanes[gate].id, day);
    await clock.jumpTo(Number(auctionTimes(market.lanes[gate], day).close) + 1);
    const question = { deployment, auction, series: seriesId(market.products.gpu, day * 24) };
    // A keeper that won the last one leaves some of the time to others: it has to pass.
    clock.setRate(SOLVING_RATE);
    await until(async () => (await getResult(client, question)) !== undefined);
    clock.setRate(1);
  }

  for (const gate of ["month", "week"] as const) {
    await trade(gate);
    await cleared(gate);
  }
  const { number } = await client.getBlock();
  await untilIndexed(indexer.subgraph, { number }, WAIT_MS);

  return {
    rpcUrl,
    clock,
    deployment,
    client,
    url: app.url,
    /** The first hour of the delivery day that has traded at the gates a month and a week ahead. */
    firstHour: day * 24,
    /** The GPU product in that hour. */
    series: seriesId(market.products.gpu, day * 24),
    /** Opens the day's last early gate, with everybody's orders in it. */
    openDayAhead: () => trade("day"),
    clearDayAhead: () => cleared("day"),
    /** Everybody's orders in whatever takes orders now. */
    tradeNow: () => Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now())))),
    /** Does a provider's part for a series: collects what it sold there and commits it. */
    async commit(series: bigint) {
      for (const [i, { product }] of PROVIDERS.entries()) {
        if (market.products[product] !== Number(series >> 32n)) continue;
        const provider = clientOf(localAccount(INDEX.participants + i), rpcUrl);
        const accountId = cashAccount(localAccount(INDEX.participants + i).address);
        const sold = await getOrders(client, { deployment, accounts: [accountId] });
        const slots = new Set(sold.map(({ slot }) => slot));
        for (let rest = [...slots]; rest.length > 0; rest = rest.slice(COLLECTED_AT_ONCE)) {
          const orders = rest.slice(0, COLLECTED_AT_ONCE).map((slot) => ({ accountId, slot }));
          await collectSync(provider, { deployment, orders });
        }
        const lots = -(await getPosition(client, { deployment, accountId, series }));
        if (lots > 0) await commitSync(provider, { deployment, entries: [{ series, lots }] });
      }
    },
    /** Once the gate is closed: has it drawn who serves whom, as anyone may. */
    async assign(series: bigint) {
      await armShiftSync(anyone, { deployment, series });
      const armed = await client.getBlockNumber();
      await until(async () => (await client.getBlockNumber()) > armed + 1n);
      await fixShiftSync(anyone, { deployment, series });
    },
    /** Once the root is overdue: settles every assignment without it, as anyone may. */
    async settleWithoutRoot(series: bigint) {
      const { pairs } = await getAssignments(client, { deployment, series });
      for (const { commitment, nomination } of pairs) {
        await settleWithoutRootSync(anyone, { deployment, series, commitment, nomination });
      }
    },
  };
}

/** Waits until something holds. */
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error("it did not come to hold in time");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
