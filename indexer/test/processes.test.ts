/** Starting and ending: what is taken is told, what fails leaves nothing, what runs ends in order. */

import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { auctionAbi, cashAccount } from "@clearhour/sdk";
import { expect } from "chai";
import pg from "pg";
import { zeroAddress } from "viem";
import {
  buildSubgraph,
  IndexingTimeoutError,
  PortTakenError,
  type Postgres,
  ProcessFailedError,
  perRoom,
  prepareSubgraph,
  SubgraphFailedError,
  startGraphNode,
  startIndexer,
  startPostgres,
  untilIndexed,
} from "../node/index.ts";
import { freePort } from "../node/ports.ts";
import { type Running, startEmitting } from "./support/running.ts";

/** Temporary files of what is started here, apart from everybody else's. */
let folder: string;
const usual = process.env.TMPDIR;

before(() => {
  folder = mkdtempSync(join(tmpdir(), "clearhour-test-"));
  chmodSync(folder, 0o755);
  process.env.TMPDIR = folder;
});

after(() => {
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  rmSync(folder, { recursive: true });
});

/** What is left in the folder, but for the cache of the tool that compiles Hardhat's configuration. */
function left(): string[] {
  return readdirSync(folder).filter((name) => !name.startsWith("tsx-"));
}

describe("Postgres", () => {
  it("answers at its URL, and leaves nothing when it ends", async () => {
    const postgres = await startPostgres({ logFile: join(folder, "postgres.log") });
    const client = new pg.Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query("show server_encoding");
    expect(rows).to.deep.equal([{ server_encoding: "UTF8" }]);
    await client.end();
    await postgres.stop();
    await postgres.stop();
    expect(isAlive(postgres.pid)).to.equal(false);
    expect(left()).to.deep.equal(["postgres.log"]);
    rmSync(join(folder, "postgres.log"));
  });

  it("refuses a password that is not its own", async () => {
    const postgres = await startPostgres();
    const client = new pg.Client({ connectionString: postgres.url.replace(/:[0-9a-f]+@/, ":guess@") });
    const refused = await client.connect().then(
      () => undefined,
      (error: Error) => error.message,
    );
    await postgres.stop();
    expect(refused).to.include("password authentication failed");
  });

  it("says which port is taken", async () => {
    await whileTaken(async (port) => {
      expect(await errorOf(startPostgres({ port })))
        .to.be.instanceOf(PortTakenError)
        .with.property("port", port);
    });
  });
});

describe("graph-node", () => {
  let postgres: Postgres;
  before(async () => {
    await buildSubgraph();
    postgres = await startPostgres();
  });
  after(() => postgres?.stop());
  const subgraph = () =>
    prepareSubgraph({
      folder: join(folder, "subgraph"),
      network: "hardhat",
      addresses: perRoom(() => zeroAddress),
      startBlock: 0n,
    });

  it("says which port is taken", async () => {
    const options = { rpcUrl: "http://127.0.0.1:1", postgresUrl: postgres.url, subgraph: await subgraph() };
    await whileTaken(async (port) => {
      expect(await errorOf(startGraphNode({ ...options, port }))).to.be.instanceOf(PortTakenError);
      expect(await errorOf(startGraphNode({ ...options, metricsPort: port }))).to.be.instanceOf(PortTakenError);
    });
  });

  it("tells why it did not start", async () => {
    const options = { rpcUrl: "http://127.0.0.1:1", postgresUrl: "nonsense", subgraph: await subgraph() };
    const error = await errorOf(startGraphNode(options));
    expect(error).to.be.instanceOf(ProcessFailedError);
    expect(error?.message).to.match(
      /graph-node failed before it was ready[\s\S]*Postgres connection string `nonsense`/,
    );
    rmSync(join(folder, "subgraph"), { recursive: true });
  });
});

describe("the indexer", () => {
  it("ends what it started where a later part fails", async () => {
    await whileTaken(async (port) => {
      const deployment = { block: 0n, ...Object.fromEntries(NAMES.map((name) => [name, zeroAddress])) };
      const options = { rpcUrl: "http://127.0.0.1:1", deployment: deployment as never, port };
      expect(await errorOf(startIndexer(options))).to.be.instanceOf(PortTakenError);
    });
    expect(left()).to.deep.equal([]);
  });

  it("waits no longer than told, says which handler failed, and leaves nothing", async () => {
    const running: Running = await startEmitting();
    const { indexer } = running;
    const pids = [indexer.postgres.pid, indexer.graphNode.pid];
    try {
      const future = { number: 1_000_000n };
      expect(await errorOf(untilIndexed(indexer.subgraph, future, 200))).to.be.instanceOf(IndexingTimeoutError);
      const metrics = await (await fetch(indexer.graphNode.metricsUrl)).text();
      expect(metrics).to.include("chain_head");
      // Of an order that nobody placed.
      const account = cashAccount("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
      await running.emit("Auction", auctionAbi, "OrderCollected", { account, collected: (1n << 32n) | 1n });
      const error = await errorOf(running.caughtUp());
      expect(error).to.be.instanceOf(SubgraphFailedError);
      expect(error?.message).to.match(/OrderCollected failed at block \d+/);
    } finally {
      await running.stop();
    }
    expect(pids.filter(isAlive)).to.deep.equal([]);
    expect(left()).to.deep.equal([]);
  });
});

const NAMES = ["ledger", "products", "providers", "auction", "claims", "meter", "delivery", "settlement"];

function isAlive(pid: number): boolean {
  return existsSync(`/proc/${pid}`);
}

function errorOf(promise: Promise<unknown>): Promise<Error | undefined> {
  return promise.then(
    () => undefined,
    (error: Error) => error,
  );
}

async function whileTaken(work: (port: number) => Promise<void>): Promise<void> {
  const port = await freePort();
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  try {
    await work(port);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}
