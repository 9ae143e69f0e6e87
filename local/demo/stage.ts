/** All parts of the market but the app, each a process of its own. */
import { join } from "node:path";
import { type Indexer, startIndexer } from "@clearhour/indexer";
import { freePort } from "@clearhour/indexer/ports";
import type { ClearhourClient, Deployment } from "@clearhour/sdk";
import { deployExchange } from "@clearhour/sdk/deploy";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { clientOf, INDEX, localAccount } from "../accounts.ts";
import { startProvider } from "../agents.ts";
import { rpcUrlOf, startChain } from "../chain.ts";
import { type Clock, startClock } from "../clock.ts";
import { SOLVERS, startSolver, writeDeployment } from "../keepers.ts";
import { enrol, fund, fundKeepers } from "../market/accounts.ts";
import { type LocalMarket, listMarket } from "../market/listing.ts";
import { type AgentSettings, firstIndices, registerOracles, startOracles } from "../oracles.ts";
import { Processes, type RunningProcess } from "../processes.ts";
import type { Ends } from "../program.ts";
import { type Cast, castOf, PROVIDERS, type ProviderName } from "./cast.ts";
import { alterSamples, closeServers, serveOnly } from "./proxies.ts";

const BLOCK_MS = 200;
/** Lots per hour that each provider registers. */
const CAPACITY = 40;

export interface Agent {
  /** Where the agent itself is reached, whatever stands before it. */
  readonly url: string;
  readonly process: RunningProcess;
}

export interface Stage {
  readonly rpcUrl: string;
  readonly deployment: Deployment;
  readonly market: LocalMarket;
  readonly domain: MeterDomain;
  readonly cast: Cast;
  /** Reads, and pays for what anyone may do. */
  readonly anyone: ClearhourClient;
  readonly clock: Clock;
  /** Endpoints of the first set of oracles. */
  readonly oracles: readonly string[];
  /** Every provider has one but fir. */
  readonly agents: Readonly<Partial<Record<ProviderName, Agent>>>;
  readonly indexer: Indexer;
  startSolvers(): Promise<void>;
  stopSolvers(): Promise<void>;
}

/**
 * @param logs Folder for the parts' logs and evidence.
 * @param ends Gets what ends the parts, the last one first, also where a later part does not start.
 * @param say Told what is ready.
 */
export async function openStage(logs: string, ends: Ends, say: (text: string) => void): Promise<Stage> {
  const processes = new Processes(logs);
  ends.push(() => processes.stopAll(), closeServers);
  const port = await freePort();
  await startChain(processes, port);
  say("chain");

  const rpcUrl = rpcUrlOf(port);
  const anyone = clientOf(localAccount(INDEX.deployer), rpcUrl);
  const cast = castOf(rpcUrl);
  const deployment = await deployExchange(anyone);
  const domain: MeterDomain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  const market = await listMarket(anyone, deployment, await registerOracles(anyone, deployment));
  const deploymentFile = join(logs, "deployment.json");
  writeDeployment(deploymentFile, deployment);
  say("exchange, products, market");

  const shared = { rpcUrl, deploymentFile, dataDir: join(logs, "evidence") };
  const indexing = startIndexer({ rpcUrl, deployment, logs });
  // Whatever else fails, what it has started is ended.
  ends.push(() => indexing.then((indexer) => indexer.stop()).catch(() => undefined));
  const oracles = await startOracles(processes, shared);
  say("four oracles, and one of the second set");
  const agents = await startAgents(processes, { ...shared, cast, domain, oracles });
  for (const name of Object.keys(PROVIDERS) as ProviderName[]) {
    const { account, client } = cast[name];
    await fund(client, deployment, account.address);
    const url = agents[name]?.registered ?? "http://127.0.0.1:1";
    await enrol(client, deployment, account.address, { product: market.products.cpu, lots: CAPACITY, endpoint: url });
  }
  for (const { account, client, name } of Object.values(cast)) {
    if (!(name in PROVIDERS)) await fund(client, deployment, account.address);
  }
  await fundKeepers(rpcUrl, deployment);
  say("five provider agents, and one provider without");

  let solvers: RunningProcess[] = [];
  const startSolvers = async () => {
    const start = async (index: number) =>
      startSolver(processes, { rpcUrl, deploymentFile, index, httpPort: await freePort() });
    solvers = await Promise.all(Array.from({ length: SOLVERS }, (_, index) => start(index)));
  };
  await startSolvers();
  say("two keepers that clear");
  const indexer = await indexing;
  say("Postgres, graph-node, subgraph");
  const clock = await startClock({ rpcUrl, rate: 1, blockMs: BLOCK_MS });
  ends.push(() => clock.stop());
  return {
    ...{ rpcUrl, deployment, market, domain, cast, anyone, clock, oracles, agents, indexer },
    startSolvers,
    async stopSolvers() {
      await Promise.all(solvers.map((solver) => solver.stop()));
    },
  };
}

type AgentTools = AgentSettings & {
  readonly cast: Cast;
  readonly domain: MeterDomain;
  readonly oracles: readonly string[];
};

/** Agents, and for each the endpoint that its provider registers. */
async function startAgents(processes: Processes, { cast, domain, oracles, ...shared }: AgentTools) {
  const start = async (name: ProviderName) => {
    const endpointPort = await freePort();
    const { account } = cast[name];
    const running = await startProvider(processes, {
      ...shared,
      ...{ name, account, oracles, endpointPort },
      httpPort: await freePort(),
      sampleSeconds: 90,
      // What is killed stays dead for the rest of the hour.
      restartSeconds: 7_200,
      cpuShare: 10,
      synthetic: false,
    });
    const url = `http://127.0.0.1:${endpointPort}`;
    const registered =
      name === "cedar"
        ? await alterSamples(url, account, domain)
        : name === "elm"
          ? await serveOnly(
              url,
              firstIndices().map((index) => localAccount(index).address),
              domain,
            )
          : url;
    return [name, { url, registered, process: running }] as const;
  };
  const names = (Object.keys(PROVIDERS) as ProviderName[]).filter((name) => name !== "fir");
  return Object.fromEntries(await Promise.all(names.map(start))) as Partial<
    Record<ProviderName, Agent & { registered: string }>
  >;
}
