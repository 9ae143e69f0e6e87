/** `npm start`: the local market. Ctrl-C ends every process that it started. */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { startIndexer } from "@clearhour/indexer";
import { requireFree } from "@clearhour/indexer/ports";
import { startApp } from "./app.ts";
import { startGround } from "./ground.ts";
import { SOLVERS, startSolver, writeDeployment } from "./keepers.ts";
import { planAgents, startAgents } from "./market/agents.ts";
import { startLife, tradeHistory } from "./market/life.ts";
import { openLocalMarket } from "./market/opening.ts";
import { startOracles } from "./oracles.ts";
import { type Ends, runProgram } from "./program.ts";

const SEED = 1;
/** Chain seconds per wall second: an hour takes a minute, in half of which oracles have to read it. */
const RATE = 60;
const USAGE = "npm start -- [--port N]   N is the first of five ports, 8545 by default; the app's is N + 30";

async function part<T>(name: string, start: () => Promise<T>): Promise<T> {
  const from = Date.now();
  process.stdout.write(`${name.padEnd(34, ".")} `);
  const started = await start();
  console.log(`${((Date.now() - from) / 1000).toFixed(1)} s`);
  return started;
}

function firstPort(): number {
  const port = Number(portOption());
  if (Number.isInteger(port) && port >= 1024 && port <= 65_500) return port;
  throw new Error(`--port has to be from 1024 to 65500: ${USAGE}`);
}

function portOption(): string {
  try {
    return parseArgs({ options: { port: { type: "string", default: "8545" } } }).values.port;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/** Starts everything, which then goes on until Ctrl-C. */
async function run(ends: Ends): Promise<undefined> {
  const from = Date.now();
  const port = firstPort();
  const ports = { chain: port, graphql: port + 1, indexer: port + 2, keepers: port + 3, app: port + 30 };
  await requireFree(ports.graphql, "GraphQL");
  await requireFree(ports.indexer, "the indexer's metrics");
  await requireFree(ports.app, "the app");
  const ground = () => startGround({ rate: RATE, port: ports.chain }, ends);
  const { folder, processes, rpcUrl, clock } = await part("local chain", ground);
  const agents = await planAgents();
  const open = await part("exchange, products, eleven desks", () => openLocalMarket(rpcUrl, SEED, agents.endpoints));
  const { deployment } = open;
  const deploymentFile = join(folder, "deployment.json");
  writeDeployment(deploymentFile, deployment);
  await part("keepers", async () => {
    for (let index = 0; index < SOLVERS; index++) {
      const httpPort = ports.keepers + index;
      await requireFree(httpPort, "a keeper's metrics");
      await startSolver(processes, { rpcUrl, deploymentFile, index, httpPort });
    }
  });
  const settings = { rpcUrl, deploymentFile, dataDir: join(folder, "evidence") };
  const oracles = await part("four oracles, and one for disputes", () => startOracles(processes, settings));
  await part("three provider agents", () => startAgents(processes, settings, agents, oracles));
  const indexer = await part("Postgres, graph-node, subgraph", () =>
    startIndexer({
      rpcUrl,
      deployment,
      port: ports.graphql,
      metricsPort: ports.indexer,
      logs: folder,
    }),
  );
  ends.push(() => indexer.stop());
  await part("a day at its three early gates", () => tradeHistory(open, clock));
  const app = await part("app", () =>
    startApp({ port: ports.app, rpcUrl, graphUrl: indexer.subgraph.url, deployment, oracles }),
  );
  ends.push(() => app.stop());
  const failed = (name: string, error: unknown) =>
    console.error(`${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  const life = startLife(open, clock, failed, { urls: oracles, domain });
  ends.push(() => life.stop());

  console.log(
    `ready after ${((Date.now() - from) / 1000).toFixed(0)} s: app ${app.url}, chain ${rpcUrl}, GraphQL ${indexer.subgraph.url}, ` +
      `metrics http://127.0.0.1:${ports.keepers}/metrics; one hour of chain time takes ${3600 / RATE} s; Ctrl-C ends it`,
  );
}

await runProgram(0, run);
