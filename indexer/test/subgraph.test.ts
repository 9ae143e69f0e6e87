/** A day of trading and delivery on a real chain, indexed by a real graph-node, and compared with the chain. */
import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import * as graph from "@clearhour/sdk/graph";
import { expect } from "chai";
import pg from "pg";
import type { Hex } from "viem";
import { USDC } from "../../sdk/test/support/listing.ts";
import networks from "../networks.json" with { type: "json" };
import { compareWithChain, type Indexer, ROOMS, type Room, startIndexer } from "../node/index.ts";
import { type Chain, startChain } from "./support/chain.ts";
import { contestDay } from "./support/contestDay.ts";
import { deliverDay } from "./support/deliveryDay.ts";
import { cash, type Exchange, openExchange } from "./support/exchange.ts";
import { caughtUp, entitiesOf } from "./support/running.ts";
import { alice, bob, carol, keeper, provider, tradeDay } from "./support/tradingDay.ts";

const HERE = import.meta.dirname;
const { queryGraph, outcomeOf, getIndexedBlock } = graph;

/** The version of an entity that holds now; of those that never change there is one. */
const NOW = "upper_inf(block_range)";

/** Picks one row of graph-node's table. */
const one = (table: string, where: string) => `where vid = (select max(vid) from sgd1."${table}" where ${where})`;
const raise = (table: string, column: string, where = NOW) =>
  `update sgd1."${table}" set ${column} = ${column} + 1 ${one(table, where)}`;

/** A difference for every section: the field by which it has to show, and the change that makes it. */
const PLANTED: readonly (readonly [section: string, field: string, sql: string])[] = [
  ["totals", "total", raise("exchange", "total")],
  ["accounts", "balance", raise("account", "balance", `balance > 5 and ${NOW}`)],
  ["entries", "amount", raise("ledger_entry", "amount", "true")],
  ["positions", "lots", raise("position", "lots")],
  ["auctions", "orderCount", raise("auction", "order_count")],
  ["prices", "price", raise("price_point", "price", "true")],
  ["orders", "filled", raise("order", "filled", `filled > 0 and ${NOW}`)],
  ["blockOrders", "filled", raise("block_order", "filled", `filled > 0 and ${NOW}`)],
  ["contests", "welfare", raise("contest", "welfare", `welfare > 0 and ${NOW}`)],
  ["solutions", "welfare", raise("solution", "welfare", "true")],
  ["solutionCommitments", "there", `delete from sgd1.solution_commitment ${one("solution_commitment", NOW)}`],
  ["claims", "there", `delete from sgd1.claim ${one("claim", `lots > 0 and ${NOW}`)}`],
  ["providers", "delivered", raise("provider", "delivered")],
  ["capacities", "before", raise("capacity", "lots_before")],
  ["lines", "committed", raise("series", "committed", `commitment_count > 0 and ${NOW}`)],
  ["commitments", "k", raise("commitment", "k")],
  ["nominations", "lots", raise("nomination", "lots")],
  ["assignments", "settled", `update sgd1.assignment set settled = not settled ${one("assignment", NOW)}`],
  ["settlements", "paid", raise("settlement", "paid", "true")],
  ["settlements", "energyWh", raise("reading", "energy_wh", "true")],
  ["roots", "postedAt", raise("meter_root", "posted_at", "true")],
  ["disputes", "bond", raise("dispute", "bond")],
  ["bonds", "bonded", raise("oracle_bond", "bonded")],
  ["days", "damages", raise("daily_total", "damages")],
];

describe("the subgraph", () => {
  let chain: Chain;
  let exchange: Exchange;
  let indexer: Indexer;
  const compare = async () => {
    await caughtUp(chain, indexer);
    return compareWithChain({ client: chain.client, deployment: exchange.deployment, graph: indexer.subgraph });
  };
  const all = <Row>(plural: string, fields: string) =>
    entitiesOf<Row>({ indexer, caughtUp: () => caughtUp(chain, indexer) }, plural, fields);

  before(async () => {
    chain = await startChain();
    exchange = await openExchange(chain.client);
    await contestDay(exchange, chain.client);
    // Half of it is there before the index, the other half comes while it follows.
    const first = await tradeDay(exchange, Number((await chain.client.getBlock()).timestamp));
    indexer = await startIndexer({ rpcUrl: chain.rpcUrl, deployment: exchange.deployment });
    await deliverDay(exchange, first);
  });
  after(async () => {
    await indexer?.stop();
    await chain?.stop();
  });

  it("lists in networks.json where a fresh local chain has it", () => {
    const { deployment } = exchange;
    const rooms = ROOMS.map((room) => {
      const address = deployment[room.toLowerCase() as Lowercase<Room>];
      return [room, { address, startBlock: Number(deployment.block) }];
    });
    expect(networks.hardhat).to.deep.equal(Object.fromEntries(rooms));
  });

  it("agrees with the chain in everything", async () => {
    const { differences, compared } = await compare();
    expect(differences).to.deep.equal([]);
    for (const [section, count] of Object.entries(compared)) expect(count, section).to.be.greaterThan(0);
  });

  it("has every outcome of an order, every end of an assignment and both ends of a dispute", async () => {
    const outcomes = await all<{ outcome: string | null }>("orders", "outcome");
    expect(new Set(outcomes.map(({ outcome }) => outcome))).to.deep.equal(
      new Set(["filled", "partlyFilled", "behind", "outbid", "noTrade", "void", null]),
    );
    const ends = await all<{ kind: string }>("settlements", "kind");
    expect(new Set(ends.map(({ kind }) => kind))).to.deep.equal(new Set(["reading", "missingLeaf", "missingRoot"]));
    const disputes = await all<{ state: string; won: boolean | null }>("disputes", "state won");
    expect(disputes.map(({ state, won }) => [state, won])).to.deep.equal([
      ["decided", true],
      ["silent", null],
    ]);
    const nominations = await all<{ compensation: string }>("nominations", "compensation");
    expect(nominations.some(({ compensation }) => compensation !== "0")).to.equal(true);
    const commitments = await all<{ releasedLots: string }>("commitments", "releasedLots");
    expect(commitments.some(({ releasedLots }) => releasedLots !== "0")).to.equal(true);
  });

  it("has strips and blocks, and everything that was brought to their contest", async () => {
    const blocks = await all<{ index: number; outcome: string | null; filled: number | null }>(
      "blockOrders",
      "index outcome filled",
    );
    expect(blocks.map(({ index, outcome, filled }) => [index, outcome, filled])).to.have.deep.members([
      [0, "filled", 12],
      [1, "outbid", 0],
      [2, "partlyFilled", 2],
      [3, null, null],
      [4, "filled", 5],
      [0, "void", 0],
    ]);
    const brought = await all<{ kind: string }>("solutions", "kind");
    expect(brought.map(({ kind }) => kind)).to.have.members(["baseline", "best", "beaten"]);
    const committed = await all<{ state: string }>("solutionCommitments", "state");
    expect(committed.map(({ state }) => state)).to.have.members(["revealed", "revealed", "forfeited"]);
    const contests = await all<{ concluded: boolean; auction: { volume: string; cleared: boolean } }>(
      "contests",
      "concluded auction { volume cleared }",
    );
    const volume = String(3 * 12 + 2 * 4 + 2 * 5);
    expect(contests.map(({ concluded, auction }) => [concluded, auction])).to.have.deep.members([
      [true, { volume, cleared: true }],
      [false, { volume: "0", cleared: false }],
    ]);
  });

  it("tells what became of an order before anybody collects it", async () => {
    const { orders } = await queryGraph(indexer.subgraph, graph.ordersQuery, { owner: alice.address });
    const { timestamp } = await getIndexedBlock(indexer.subgraph);
    const open = orders.filter(({ collected }) => !collected);
    expect(open.map((order) => outcomeOf(order, timestamp).code)).to.include("partlyFilled");
    const collected = orders.filter((order) => order.collected);
    expect(collected).to.not.be.empty;
    for (const order of collected) {
      const { code, filled } = outcomeOf(order, timestamp);
      expect([code, filled]).to.deep.equal([order.outcome, order.filled]);
    }
  });

  it("answers the programs that the documentation shows", async () => {
    await caughtUp(chain, indexer);
    const env = { GRAPH_URL: indexer.subgraph.url, OWNER: alice.address };
    const { orders } = await queryGraph(indexer.subgraph, graph.ordersQuery, { owner: alice.address });
    const { timestamp } = await getIndexedBlock(indexer.subgraph);
    const reports = orders.map((order) => ({ id: order.id, ...outcomeOf(order, timestamp) }));
    expect(reports).to.not.be.empty;
    const [guide = ""] = shown("docs/integrators.md", "ts subgraph");
    expect(await runBlock(guide, env)).to.deep.equal(
      reports.map(({ code, filled, reason }) => `${code} ${filled}: ${reason}`),
    );
    const [readme = ""] = shown("indexer/README.md", "ts");
    expect(await runBlock(readme, env)).to.deep.equal(reports.map(({ id, reason }) => `${id} ${reason}`));
  });

  it("is started and compared by the program that its README shows", async () => {
    const folder = mkdtempSync(join(tmpdir(), "clearhour-readme-"));
    const file = join(folder, "deployment.json");
    const { block, ...rest } = exchange.deployment;
    writeFileSync(file, JSON.stringify({ ...rest, block: Number(block) }));
    const [, readme = ""] = shown("indexer/README.md", "ts");
    expect(await runBlock(readme, { RPC_URL: chain.rpcUrl, DEPLOYMENT: file })).to.deep.equal(["0 differences"]);
    rmSync(folder, { recursive: true });
  });

  it("averages what short lots were sold for", async () => {
    const positions = await all<{ lots: number; k: string }>("positions", "lots k");
    const short = positions.filter(({ lots }) => lots < 0);
    expect(short.some(({ k }) => Number(k) % 256 !== 0)).to.equal(true);
    expect(positions.filter(({ lots, k }) => lots >= 0 && k !== "0")).to.deep.equal([]);
  });

  it("keeps daily totals that add up", async () => {
    const days = await all<Record<string, string>>("dailyTotals", "orders volume fees deposits withdrawals");
    const [totals] = await all<Record<string, string>>("exchanges", "orders volume");
    const sum = (field: string) => days.reduce((total, day) => total + BigInt(day[field] ?? 0), 0n);
    expect(String(sum("orders"))).to.equal(totals?.orders);
    expect(String(sum("volume"))).to.equal(totals?.volume);
    const markets = await all<{ fees: string }>("markets", "fees");
    expect(sum("fees")).to.equal(markets.reduce((total, { fees }) => total + BigInt(fees), 0n));
  });

  it("goes on after what anybody may send", async () => {
    const specs = await all<{ spec: string | null }>("products", "spec");
    expect(specs.map(({ spec }) => spec)).to.deep.equal(['{"name":"H100 hour"}', null, "naïve 時間"]);
    const optOuts = await all<{ account: { id: Hex } }>("optOuts", "account { id }");
    expect(optOuts.map(({ account }) => account.id)).to.deep.equal([cash(carol).toLowerCase()]);
  });

  it("answers every query of the SDK", async () => {
    const owner = bob.address;
    const [order] = await all<{ auction: { id: Hex }; series: { id: Hex } }>("orders", "auction { id } series { id }");
    const [block] = await all<{ owner: Hex; auction: { id: Hex } }>("blockOrders", "owner auction { id }");
    const variables: Readonly<Record<string, object>> = {
      TermStructure: { product: graph.numberGraphId(1), fromHour: 0, toHour: 2_000_000_000 },
      Auctions: { lane: graph.numberGraphId(1) },
      Accounts: { owner },
      Positions: { owner },
      Claims: { holder: carol.address },
      Orders: { owner },
      Auction: { auction: order?.auction.id },
      OrdersOfAuction: { auction: order?.auction.id },
      Curves: { auction: order?.auction.id, series: order?.series.id },
      BlockOrders: { owner: block?.owner },
      BlockOrdersOfAuction: { auction: block?.auction.id },
      Contest: { auction: (await all("contests", ""))[0]?.id },
      LedgerEntries: { owner, until: "99999999999" },
      Delivery: { series: (await all("assignments", ""))[0]?.id.slice(0, 18) },
      Nominations: { owner },
      SettlementsOf: { txs: (await all<{ id: Hex; tx: Hex }>("settlements", "tx")).map(({ tx }) => tx) },
      Commitments: { provider: cash(provider) },
    };
    const queries = (Object.values(graph) as unknown[]).filter(isQuery);
    expect(queries.length).to.be.greaterThan(15);
    for (const query of queries) {
      const answer = await queryGraph(indexer.subgraph, query, variables[query.name] ?? {});
      const [first] = Object.values(answer);
      expect(Array.isArray(first) ? first.length : first, query.name).to.be.ok;
    }
  });

  it("shows a planted difference in everything that it compares", async () => {
    const { compared, differences: before } = await compare();
    expect(before).to.deep.equal([]);
    expect(new Set(PLANTED.map(([section]) => section))).to.deep.equal(new Set(Object.keys(compared)));
    const client = new pg.Client({ connectionString: indexer.postgres.url });
    await client.connect();
    try {
      for (const [, , sql] of PLANTED) expect((await client.query(sql)).rowCount, sql).to.equal(1);
    } finally {
      await client.end();
    }
    // graph-node remembers its answers about a block.
    await chain.client.mine({ blocks: 1 });
    const { differences } = await compare();
    expect(differences.map(({ section, field }) => [section, field])).to.have.deep.members(
      PLANTED.map(([section, field]) => [section, field]),
    );
  });

  it("follows a reorg", async () => {
    const { client } = chain;
    await restart();
    const snapshot = await client.snapshot();
    const forked = (await client.getBlock()).number;
    for (let i = 0; i < 2; i++) await exchange.fund(carol, BigInt(i + 1) * USDC);
    await exchange.send(carol, "ledger", "transfer", cash(carol), cash(bob), 3n * USDC, 0n);
    expect((await compare()).differences).to.deep.equal([]);
    const gone = await client.getBlock();
    // Graph-node keeps ten blocks to find its way back by.
    expect(gone.number - forked).to.be.within(5, 9);

    await client.revert({ id: snapshot });
    expect((await client.getBlock()).number).to.equal(forked);
    await exchange.send(alice, "ledger", "transfer", cash(alice), cash(carol), 11n * USDC, 0n);
    await exchange.fund(bob, 7n * USDC);
    const head = (await client.getBlock()).number;
    // One by one: blocks that Hardhat mines at once have no parents, which graph-node insists on.
    for (let number = head; number <= gone.number; number++) await client.mine({ blocks: 1 });
    expect((await client.getBlock({ blockNumber: gone.number })).hash).to.not.equal(gone.hash);
    expect((await compare()).differences).to.deep.equal([]);
  });

  it("goes on where it was when graph-node is killed", async () => {
    await indexer.graphNode.kill();
    await exchange.fund(keeper, 5n * USDC);
    const placed = await exchange.read<bigint>("ledger", "total");
    await indexer.restartGraphNode();
    const { differences } = await compare();
    expect(differences).to.deep.equal([]);
    const [totals] = await all<{ total: string }>("exchanges", "total");
    expect(totals?.total).to.equal(String(placed));
  });

  /** A fresh index: the planted differences are gone. */
  async function restart() {
    await indexer.stop();
    indexer = await startIndexer({ rpcUrl: chain.rpcUrl, deployment: exchange.deployment });
  }
});

/** The blocks of a page in a language. */
function shown(page: string, language: string): string[] {
  const text = readFileSync(join(HERE, "..", "..", page), "utf8");
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, "gm"))].map(([, code = ""]) => code);
}

/** Runs a block by itself, as somebody would who has the package; the lines that it prints. */
async function runBlock(code: string, env: Readonly<Record<string, string>>): Promise<string[]> {
  const args = ["--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: HERE, env: { ...process.env, ...env } });
  return stdout.trimEnd().split("\n");
}

type AnyQuery = graph.TypedQuery<object, object>;

function isQuery(value: unknown): value is AnyQuery {
  return typeof value === "object" && value !== null && "text" in value;
}
