/** A real graph-node in dev mode (gnd): it reads its subgraph from files, and follows a chain from an RPC endpoint. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { UnsupportedPlatformError } from "./errors.ts";
import { answerIpfsProbe } from "./ipfs.ts";
import { freePort, HOST, requireFree } from "./ports.ts";
import { startChild } from "./process.ts";
import type { IndexedSubgraph } from "./progress.ts";
import type { PreparedSubgraph } from "./subgraph.ts";

/** What dev mode calls the one subgraph that it is given. */
const NAME = "subgraph-0";
const READY_MS = 60_000;
/** What it still does after SIGINT is not needed: everything that it stored is in Postgres. */
const GRACE_MS = 3_000;

export interface GraphNodeOptions {
  /** The chain's JSON-RPC endpoint. */
  readonly rpcUrl: string;
  /** An empty database, or one that this chain was indexed into before: never one of another chain. */
  readonly postgresUrl: string;
  /** What it starts with; it needs one. */
  readonly subgraph: PreparedSubgraph;
  /** GraphQL; any free port by default. */
  readonly port?: number | undefined;
  /** Prometheus metrics; any free port by default. */
  readonly metricsPort?: number | undefined;
  /** GraphQL about the indexing itself; any free port by default. */
  readonly statusPort?: number | undefined;
  /** How often it looks for blocks, milliseconds. */
  readonly pollMs?: number | undefined;
  /** Everything that it writes goes to this file. */
  readonly logFile?: string | undefined;
}

export interface GraphNode {
  /** The subgraph that it indexes. */
  readonly subgraph: IndexedSubgraph;
  /** Prometheus metrics. */
  readonly metricsUrl: string;
  readonly pid: number;
  /** Ends it; do this before Postgres ends, without which it hangs. Safe to call twice. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/**
 * Starts graph-node.
 *
 * @throws {UnsupportedPlatformError} when its package is not installed
 * @throws {PortTakenError} when a port is taken
 * @throws {ProcessFailedError} when it does not start
 */
export async function startGraphNode(options: GraphNodeOptions): Promise<GraphNode> {
  const binary = findBinary();
  const { port = await freePort(), metricsPort = await freePort(), statusPort = await freePort() } = options;
  const admin = await freePort();
  await requireFree(port, "graph-node");
  await requireFree(metricsPort, "graph-node's metrics");
  await requireFree(statusPort, "graph-node's status");
  const ipfs = await answerIpfsProbe();
  try {
    const { manifest, network } = options.subgraph;
    const child = await startChild({
      name: "graph-node",
      command: binary,
      args: [
        "dev",
        // The manifest, and where what it names is: beside it.
        ...["--manifests", `${manifest}:.`],
        ...["--ethereum-rpc", `${network}:${options.rpcUrl}`],
        ...["--ipfs", ipfs.url],
        ...["--http-port", String(port)],
        ...["--metrics-port", String(metricsPort)],
        ...["--admin-port", String(admin)],
        ...["--index-node-port", String(statusPort)],
      ],
      env: {
        POSTGRES_URL: options.postgresUrl,
        GRAPH_LOG: "info",
        ETHEREUM_POLLING_INTERVAL: String(options.pollMs ?? 250),
        // Seconds until it looks for itself where the notice of a new block got lost: it would wait for half a minute.
        GRAPH_CHAIN_HEAD_WATCHER_TIMEOUT: "1",
        // MB; a thousand by default.
        GRAPH_QUERY_CACHE_MAX_MEM: "50",
        // Why it failed is what it said last.
        RUST_BACKTRACE: "0",
      },
      cwd: dirname(manifest),
      logFile: options.logFile,
      // One of its threads gave up; the process itself would hang.
      fatal: /panicked at/,
    });
    const end = (signal: NodeJS.Signals) => async () => {
      await child.stop(signal, GRACE_MS);
      await ipfs.stop();
    };
    const statusUrl = `http://${HOST}:${statusPort}/graphql`;
    await child
      .untilReady(() => isDeployed(statusUrl), READY_MS)
      .catch(async (error) => {
        await end("SIGKILL")();
        throw error;
      });
    return {
      subgraph: { url: `http://${HOST}:${port}/subgraphs/name/${NAME}`, statusUrl },
      metricsUrl: `http://${HOST}:${metricsPort}/metrics`,
      pid: child.pid,
      stop: end("SIGINT"),
      kill: end("SIGKILL"),
    };
  } catch (error) {
    await ipfs.stop();
    throw error;
  }
}

/** Whether the subgraph is deployed: until then its endpoint says that there is none. */
async function isDeployed(statusUrl: string): Promise<boolean> {
  const body = JSON.stringify({ query: "{ indexingStatuses { subgraph } }" });
  const response = await fetch(statusUrl, { method: "POST", headers: { "content-type": "application/json" }, body });
  const { data } = (await response.json()) as { readonly data?: { readonly indexingStatuses: readonly unknown[] } };
  return (data?.indexingStatuses.length ?? 0) > 0;
}

function findBinary(): string {
  const name = `@graphprotocol/gnd-${process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const binary = join(folder, "bin", "gnd");
    if (existsSync(binary)) return binary;
  } catch {
    // Not installed: told below.
  }
  throw new UnsupportedPlatformError("graph-node");
}
