/** Everything at once: a fresh Postgres, a graph-node on it, and the subgraph of one deployment. */
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Address } from "viem";
import { type GraphNode, type GraphNodeOptions, startGraphNode } from "./graphNode.ts";
import { makeRunFolder } from "./leftovers.ts";
import { perRoom, type Room } from "./manifest.ts";
import { type Postgres, startPostgres } from "./postgres.ts";
import type { IndexedSubgraph } from "./progress.ts";
import { buildSubgraph, prepareSubgraph } from "./subgraph.ts";

/** Where the indexed rooms are: a deployment of the SDK. */
export type IndexedDeployment = { readonly block: bigint } & Readonly<Record<Uncapitalize<Room>, Address>>;

export interface IndexerOptions {
  /** The chain's JSON-RPC endpoint. */
  readonly rpcUrl: string;
  readonly deployment: IndexedDeployment;
  /** The network's name on graph-node. */
  readonly network?: string | undefined;
  /** GraphQL; any free port by default. */
  readonly port?: number | undefined;
  /** Graph-node's Prometheus metrics; any free port by default. */
  readonly metricsPort?: number | undefined;
  /** Postgres; any free port by default. */
  readonly postgresPort?: number | undefined;
  /** Folder for `postgres.log` and `graph-node.log`; no logs are kept by default. */
  readonly logs?: string | undefined;
}

export interface Indexer {
  readonly subgraph: IndexedSubgraph;
  readonly postgres: Postgres;
  readonly graphNode: GraphNode;
  /** Ends a graph-node that was killed or not, and starts one anew on the same database and ports. */
  restartGraphNode(): Promise<void>;
  /** Ends everything, graph-node first, and leaves nothing behind. Safe to call twice. */
  stop(): Promise<void>;
}

/**
 * Builds the subgraph where needed and indexes a deployment. What was started is ended again where a later part fails.
 *
 * @throws {IndexerError} of any kind
 */
export async function startIndexer(options: IndexerOptions): Promise<Indexer> {
  const network = options.network ?? "hardhat";
  await buildSubgraph();
  const folder = await makeRunFolder(tmpdir(), "subgraph");
  const ends: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  const stop = async (): Promise<void> => {
    const end = ends.pop();
    if (end === undefined) return;
    try {
      await end();
    } finally {
      // Whatever becomes of one, the others are ended.
      await stop();
    }
  };
  try {
    const { deployment, port, metricsPort } = options;
    const subgraph = await prepareSubgraph({
      folder: join(folder, "subgraph"),
      network,
      addresses: perRoom((room) => deployment[keyOf(room)]),
      startBlock: deployment.block,
    });
    const log = (name: string) => (options.logs === undefined ? undefined : join(options.logs, `${name}.log`));
    const postgres = await startPostgres({ port: options.postgresPort, logFile: log("postgres") });
    ends.push(() => postgres.stop());
    const logFile = log("graph-node");
    const start = (ports: Ports) =>
      startGraphNode({ rpcUrl: options.rpcUrl, postgresUrl: postgres.url, subgraph, logFile, ...ports });
    let graphNode = await start({ port, metricsPort });
    ends.push(() => graphNode.stop());
    return {
      subgraph: graphNode.subgraph,
      postgres,
      get graphNode() {
        return graphNode;
      },
      async restartGraphNode() {
        await graphNode.stop();
        const { subgraph: at, metricsUrl } = graphNode;
        graphNode = await start({
          port: portOf(at.url),
          metricsPort: portOf(metricsUrl),
          statusPort: portOf(at.statusUrl),
        });
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

type Ports = Pick<GraphNodeOptions, "port" | "metricsPort" | "statusPort">;

function keyOf(room: Room): Uncapitalize<Room> {
  return room.toLowerCase() as Uncapitalize<Room>;
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}
