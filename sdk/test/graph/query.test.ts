import { createServer, type Server } from "node:http";
import { expect } from "chai";
import { BlockKind, packBlock } from "../../src/blocks/index.ts";
import { OrderKind, packOrder, packResult } from "../../src/clearing/index.ts";
import {
  assignmentGraphId,
  blockOutcomeOf,
  entryGraphId,
  GraphError,
  GraphQueryError,
  GraphUnreachableError,
  getIndexedBlock,
  marketsQuery,
  orderGraphId,
  ordersOfAuctionQuery,
  outcomeOf,
  placedBlockOf,
  pricePointGraphId,
  queryAll,
  queryGraph,
} from "../../src/graph/index.ts";
import { cashAccount } from "../../src/ledger/account.ts";

/** Answers a request's body with a status and a text. */
type Answer = (body: { readonly variables: Record<string, unknown> }) => { status?: number; text: string };

describe("asking the subgraph", () => {
  let server: Server;
  let answer: Answer;
  let url: string;
  before(async () => {
    server = createServer(async (request, response) => {
      let body = "";
      for await (const chunk of request) body += chunk;
      const { status = 200, text } = answer(JSON.parse(body));
      response.writeHead(status).end(text);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  it("gives the data", async () => {
    answer = () => ({ text: '{"data":{"markets":[]}}' });
    expect(await queryGraph({ url }, marketsQuery, {})).to.deep.equal({ markets: [] });
  });

  it("says what the subgraph refused", async () => {
    answer = () => ({ text: '{"errors":[{"message":"no such field"},{"message":"at all"}]}' });
    const error = await errorOf(queryGraph({ url }, marketsQuery, {}));
    expect(error).to.be.instanceOf(GraphQueryError).and.to.be.instanceOf(GraphError);
    expect(error).to.deep.include({ query: "Markets", retryable: false });
    expect((error as GraphQueryError).messages).to.deep.equal(["no such field", "at all"]);
    answer = () => ({ text: "{}" });
    expect(await errorOf(queryGraph({ url }, marketsQuery, {}))).to.be.instanceOf(GraphQueryError);
  });

  it("tells an endpoint that fails, talks otherwise, is silent or is not there from one that refuses", async () => {
    const unreachable = async (graph: Parameters<typeof queryGraph>[0]) => {
      const error = await errorOf(queryGraph(graph, marketsQuery, {}));
      expect(error).to.be.instanceOf(GraphUnreachableError);
      expect(error).to.deep.include({ url: graph.url, retryable: true });
    };
    answer = () => ({ status: 502, text: "bad gateway" });
    await unreachable({ url });
    answer = () => ({ text: "<html>" });
    await unreachable({ url });
    await unreachable({ url: "http://127.0.0.1:1" });
    const silent = () => new Promise<never>(() => undefined);
    const aborting: typeof fetch = (_, init) =>
      Promise.race([
        silent(),
        new Promise<never>((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason))),
      ]);
    // A timer that is pending does not keep a program alive; a test has to.
    const alive = setTimeout(() => undefined, 5_000);
    await unreachable({ url, fetch: aborting, timeoutMs: 20 });
    clearTimeout(alive);
  });

  it("asks page by page until one is not full", async () => {
    const rows = Array.from({ length: 2_500 }, (_, i) => ({ id: `0x${i.toString(16).padStart(8, "0")}` }));
    const asked: unknown[] = [];
    answer = ({ variables: { after, first, auction } }) => {
      asked.push(after);
      expect(auction).to.equal("0x01");
      const page = rows.filter(({ id }) => after === "0x" || id > String(after)).slice(0, Number(first));
      return { text: JSON.stringify({ data: { orders: page } }) };
    };
    const found = await queryAll({ url }, ordersOfAuctionQuery, { auction: "0x01" }, ({ orders }) => orders);
    expect(found).to.deep.equal(rows);
    expect(asked).to.deep.equal(["0x", "0x000003e7", "0x000007cf"]);
  });

  it("knows the block that history is of", async () => {
    const meta = (block: object | null, hasIndexingErrors = false) => {
      answer = () => ({ text: JSON.stringify({ data: { _meta: { block, hasIndexingErrors, deployment: "d" } } }) });
      return getIndexedBlock({ url });
    };
    const hash = `0x${"ab".repeat(32)}`;
    expect(await meta({ number: 7, hash, timestamp: 1_800_000_000 })).to.deep.equal({
      number: 7n,
      hash,
      timestamp: 1_800_000_000n,
    });
    expect(await errorOf(meta(null))).to.be.instanceOf(GraphQueryError);
    expect(await errorOf(meta({ number: 7, hash, timestamp: 1 }, true))).to.be.instanceOf(GraphQueryError);
  });
});

describe("ids of the subgraph", () => {
  it("are numbers, the highest byte first, one behind the other", () => {
    const account = cashAccount("0x70997970C51812dc3A010C7d01b50e0d17dc79C8");
    expect(orderGraphId(account, (1n << 32n) | 5n, 1n << 63n)).to.equal(`${account}00000001000000058000000000000000`);
    expect(pricePointGraphId(1n, 2n)).to.equal("0x00000000000000010000000000000002");
    expect(entryGraphId(1n, 2)).to.equal("0x000000000000000100000002");
    expect(assignmentGraphId(1n, 2, 3)).to.equal("0x00000000000000010000000200000003");
  });
});

describe("what became of an order in the subgraph", () => {
  const word = (price: number) =>
    `0x${packOrder({
      auction: 1n,
      product: 1,
      offset: 0,
      kind: OrderKind.Buy,
      price,
      lots: 10,
      ahead: 4,
      basis: 0n,
    }).toString(16)}`;
  const result = {
    word: `0x${packResult({
      price: 200,
      volume: 50,
      marginalBuy: 9,
      marginalSell: 0,
      base: 74,
      referenceOffset: 126,
      lo: 126,
      hi: 126,
      hourly: 50,
      contested: false,
      pressed: 0,
    }).toString(16)}`,
  };
  const auction = { deadline: "1000" };

  it("follows from its word and its result", () => {
    const codes = [201, 200, 199].map((price) => outcomeOf({ word: word(price), auction, result }, 0n));
    expect(codes.map(({ code, filled }) => [code, filled])).to.deep.equal([
      ["filled", 10],
      ["partlyFilled", 5],
      ["outbid", 0],
    ]);
  });

  it("is open before the deadline without a result, and void from then on", () => {
    const order = { word: word(200), auction, result: null };
    expect(outcomeOf(order, 999n).code).to.equal("pending");
    expect(outcomeOf(order, 1000n).code).to.equal("void");
  });
});

describe("what became of a strip or block in the subgraph", () => {
  const placed = {
    auction: 1n,
    product: 1,
    offset: 2,
    periods: 2,
    kind: BlockKind.BlockBuy,
    price: 200,
    lots: 4,
    least: 1,
    index: 3,
    step: 0,
    size: 2,
  };
  const order = {
    word: `0x${packBlock(placed).toString(16)}`,
    profile: [3, 1],
    product: { tickSize: "10" },
    auction: { deadline: "1000" },
    collected: false,
    filled: null,
    surplus: null,
  };

  it("is open before the deadline, and then the chain's to tell until it is collected", () => {
    expect(placedBlockOf(order)).to.deep.equal({ ...placed, profile: [3, 1] });
    expect(blockOutcomeOf(order, 999n)?.code).to.equal("pending");
    expect(blockOutcomeOf(order, 1000n)).to.equal(undefined);
  });

  it("follows from what was collected", () => {
    const told = (filled: number, surplus: string | null) =>
      blockOutcomeOf({ ...order, collected: true, filled, surplus }, 2000n);
    expect(told(4, "320")).to.include({ code: "filled", filled: 4, surplus: 320n, average: 198 });
    expect(told(0, "-160")).to.include({ code: "outbid", surplus: -160n, average: 201 });
    expect(told(0, null)?.code).to.equal("void");
  });
});

function errorOf(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => undefined,
    (error: unknown) => error,
  );
}
