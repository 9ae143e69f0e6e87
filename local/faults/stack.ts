/** The market of a fault campaign: every part behind proxies of its own, so that each can be cut off. */
import { join } from "node:path";
import { type Indexer, startIndexer } from "@clearhour/indexer";
import { freePort } from "@clearhour/indexer/ports";
import type { TcpProxy } from "../../keeper/test/support/proxy.ts";
import { rpcUrlOf } from "../chain.ts";
import type { Clock } from "../clock.ts";
import { startGround } from "../ground.ts";
import { startSolver, writeDeployment } from "../keepers.ts";
import { planAgents, startAgent } from "../market/agents.ts";
import { startLife } from "../market/life.ts";
import { type OpenMarket, openLocalMarket } from "../market/opening.ts";
import { PROVIDERS } from "../market/participants.ts";
import { planOracles, startFirst, startSecond } from "../oracles.ts";
import type { Ends } from "../program.ts";
import { type FragilePart, fragile, proxyTo } from "./fragile.ts";
import { PARTS } from "./plan.ts";

export interface FragileMarket {
  readonly rpcUrl: string;
  readonly clock: Clock;
  readonly open: OpenMarket;
  readonly parts: Readonly<Record<keyof typeof PARTS, readonly FragilePart[]>>;
  readonly indexer: Indexer;
  /** Between the chain and graph-node. */
  readonly indexerProxy: TcpProxy;
  /** Ends everybody's trading, and all parts that send transactions. */
  rest(): Promise<void>;
}

export interface FragileOptions {
  readonly seed: number;
  /** Chain seconds per wall second. */
  readonly rate: number;
  /** Told what a desk could not do; it goes on with its next auction. */
  readonly failed: (name: string, error: unknown) => void;
}

/** Starts everything, and opens the market. */
export async function startFragileMarket(options: FragileOptions, ends: Ends): Promise<FragileMarket> {
  const { seed, rate, failed } = options;
  const { folder, processes, port, rpcUrl, clock } = await startGround({ rate }, ends);

  const before = (ports: readonly number[]) => Promise.all(ports.map((each) => proxyTo(each, ends)));
  const agents = await planAgents();
  const agentProxies = await before(PROVIDERS.map(({ name }) => agents.ports[name] ?? 0));
  const endpoints = Object.fromEntries(PROVIDERS.map(({ name }, i) => [name, urlOf(agentProxies[i])]));
  const open = await openLocalMarket(rpcUrl, seed, endpoints);
  const { deployment } = open;
  const deploymentFile = join(folder, "deployment.json");
  writeDeployment(deploymentFile, deployment);

  /** A part with its own way to the chain, and perhaps one to its endpoint. */
  const part = async (endpoint: TcpProxy | undefined, start: (chain: string) => ReturnType<typeof startSolver>) => {
    const chain = await proxyTo(port, ends);
    return await fragile(endpoint === undefined ? [chain] : [chain, endpoint], () => start(urlOf(chain)));
  };
  // Group by group: starting them all at once takes longer than each may take.
  const solver = await Promise.all(
    range(PARTS.solver).map((index) =>
      part(undefined, async (chain) =>
        startSolver(processes, { rpcUrl: chain, deploymentFile, index, httpPort: await freePort() }),
      ),
    ),
  );
  const settings = { deploymentFile, dataDir: join(folder, "evidence") };
  const { ports } = await planOracles();
  const oracleProxies = await before(ports);
  const plan = { ports, urls: oracleProxies.map(urlOf) };
  const oracle = await Promise.all(
    range(PARTS.oracle).map((member) =>
      part(oracleProxies[member], (chain) => startFirst(processes, { ...settings, rpcUrl: chain }, plan, member)),
    ),
  );
  const second = await startSecond(processes, { ...settings, rpcUrl }, plan);
  const provider = await Promise.all(
    PROVIDERS.map((one, i) =>
      part(agentProxies[i], (chain) => startAgent(processes, { ...settings, rpcUrl: chain }, agents, plan.urls, one)),
    ),
  );
  const parts = { solver, oracle, provider };

  const indexerProxy = await proxyTo(port, ends);
  const indexer = await startIndexer({ rpcUrl: urlOf(indexerProxy), deployment, logs: folder });
  ends.push(() => indexer.stop());
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  const life = startLife(open, clock, failed, { urls: plan.urls, domain });
  ends.push(() => life.stop());
  return {
    ...{ rpcUrl, clock, open, parts, indexer, indexerProxy },
    async rest() {
      await life.stop();
      await Promise.all([...Object.values(parts).flat(), second].map((one) => one.kill()));
    },
  };
}

function urlOf(proxy: TcpProxy | undefined): string {
  return rpcUrlOf(proxy?.port ?? 0);
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
