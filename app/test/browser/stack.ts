/** What the app runs against: the local market's own parts, each a process, on a clock that the test moves. */
import { join } from "node:path";
import { type Indexer, startIndexer, untilIndexed } from "@clearhour/indexer";
import { freePort } from "@clearhour/indexer/ports";
import { auctionId, auctionTimes, seriesId } from "@clearhour/sdk";
import { createTestClient, http, publicActions } from "viem";
import { hardhat } from "viem/chains";
import { startApp } from "../../../local/app.ts";
import { rpcUrlOf } from "../../../local/chain.ts";
import { proxyTo } from "../../../local/faults/fragile.ts";
import { startGround } from "../../../local/ground.ts";
import { startSolver, writeDeployment } from "../../../local/keepers.ts";
import { planAgents, startAgents } from "../../../local/market/agents.ts";
import { playContests } from "../../../local/market/contest.ts";
import type { Gate } from "../../../local/market/listing.ts";
import { type OpenMarket, openLocalMarket } from "../../../local/market/opening.ts";
import { startOracles } from "../../../local/oracles.ts";
import type { Ends } from "../../../local/program.ts";

const SEED = 11;
/** Chain seconds per second while a keeper solves. */
const SOLVING_RATE = 60;
const WAIT_MS = 120_000;
const DAY = 86_400;

export type Stack = Awaited<ReturnType<typeof openStack>>;

/**
 * @param ends Gets what ends the parts, the last one first, also where a later part does not start.
 * @param parts Whether hours are delivered: only then there are agents and oracles.
 */
export async function openStack(ends: Ends, { delivers }: { readonly delivers: boolean }) {
  const { folder, processes, port, rpcUrl, clock } = await startGround({ rate: 1 }, ends);
  // Whatever the page asks can be cut off: the chain, the subgraph, the subgraph from the chain, a provider.
  const agents = delivers ? await planAgents() : { ports: {}, endpoints: {} };
  const providers = await Promise.all(
    Object.entries(agents.ports).map(async ([name, target]) => [name, await proxyTo(target, ends)] as const),
  );
  const registered = providers.map(([name, proxy]) => [name, `http://127.0.0.1:${proxy.port}`] as const);
  const open: OpenMarket = await openLocalMarket(rpcUrl, SEED, Object.fromEntries(registered));
  const { deployment, desks, market } = open;
  const deploymentFile = join(folder, "deployment.json");
  writeDeployment(deploymentFile, deployment);
  const [chain, source] = [await proxyTo(port, ends), await proxyTo(port, ends)];
  const indexing = startIndexer({ rpcUrl: rpcUrlOf(source.port), deployment, logs: folder });
  // Whatever else fails, what it has started is ended.
  ends.push(() => indexing.then((indexer) => indexer.stop()).catch(() => undefined));
  await startSolver(processes, { rpcUrl, deploymentFile, index: 0, httpPort: await freePort() });
  const settings = { rpcUrl, deploymentFile, dataDir: join(folder, "evidence") };
  const oracles = delivers ? await startOracles(processes, settings) : [];
  if (delivers) await startAgents(processes, settings, agents, oracles);
  const indexer: Indexer = await indexing;
  const graphUrl = new URL(indexer.subgraph.url);
  const graph = await proxyTo(Number(graphUrl.port), ends);
  graphUrl.port = String(graph.port);
  const shown = { rpcUrl: rpcUrlOf(chain.port), graphUrl: graphUrl.href, deployment, oracles };
  const app = await startApp({ port: await freePort(), ...shown });
  ends.push(() => app.stop());
  const client = createTestClient({ chain: hardhat, mode: "hardhat", transport: http(rpcUrl) }).extend(publicActions);
  const day = Math.floor(clock.now() / DAY) + 30;

  /** Everybody's orders of one delivery day at one gate. */
  async function trade(gate: Gate) {
    await clock.jumpTo(Number(auctionTimes(market.lanes[gate], day).open) + 1);
    await Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now()))));
  }

  /** Plays the contest of a day's auction to its end, with the keeper that runs. */
  async function cleared(gate: Gate) {
    const auction = auctionId(market.lanes[gate].id, day);
    await clock.jumpTo(Number(auctionTimes(market.lanes[gate], day).close) + 1);
    // A keeper that won the last one leaves some of the time to others: it has to pass.
    clock.setRate(SOLVING_RATE);
    await playContests({ client, deployment, clock, auctions: [auction], solvers: 1 });
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
    market,
    desks,
    /** Before what the page asks: chain, subgraph and providers; `source` is before the chain that the subgraph asks. */
    proxies: { chain, graph, source, providers: providers.map(([, proxy]) => proxy) },
    /** Where each provider's agent itself is reached. */
    endpoints: Object.values(agents.endpoints),
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
  };
}

/** Waits until something holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const deadline = Date.now() + WAIT_MS; !(await holds()); ) {
    if (Date.now() > deadline) throw new Error("it did not come to hold in time");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
