import { RpcError, RpcUnreachableError } from "@clearhour/sdk";
import { expect } from "chai";
import { privateKeyToAccount } from "viem/accounts";
import { type Connection, connect } from "../../src/chain/connection.ts";
import { Follower } from "../../src/chain/follower.ts";
import { latestHead } from "../../src/chain/head.ts";
import { scratch } from "../support/files.ts";
import { type Node, nodeAccount, nodeKey, startNode } from "../support/node.ts";

const DAY = 86_400n;

describe("Follower", function () {
  this.timeout(60_000);
  const files = scratch();
  let node: Node;
  let connection: Connection;

  /** Follows to the head; returns every block that was handed over, as often as it was. */
  async function blocksOf(
    follower: Follower,
    refuse: (from: bigint, to: bigint) => Error | undefined = () => undefined,
  ) {
    const blocks: number[] = [];
    await follower.read(await latestHead(connection), async (from, to) => {
      const error = refuse(from, to);
      if (error !== undefined) throw error;
      for (let block = from; block <= to; block++) blocks.push(Number(block));
      await Promise.resolve();
    });
    return blocks;
  }
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);
  const head = async () => Number(await node.client.getBlockNumber({ cacheTime: 0 }));

  before(async () => {
    node = await startNode(files.folder);
    await node.client.mine({ blocks: 300, interval: 600 });
    const { address } = nodeAccount(0);
    const rooms = { token: address, ledger: address, products: address, providers: address, margin: address };
    const more = { auction: address, prices: address, meter: address, claims: address, delivery: address };
    const contest = { blocks: address, verifier: address, contest: address, relay: address };
    const deployment = {
      chainId: 31_337,
      block: 5n,
      ...rooms,
      ...more,
      ...contest,
      settlement: address,
      auctionLens: address,
    };
    connection = connect(node.rpcUrl, deployment, privateKeyToAccount(nodeKey(0)));
  });
  after(() => node?.stop());

  it("begins with the deployment's block where that is in the span", async () => {
    expect(await blocksOf(new Follower(connection, 100n * DAY))).to.deep.equal(range(5, await head()));
  });

  it("begins with the first block of the span where the deployment is older", async () => {
    const [first = 0] = await blocksOf(new Follower(connection, DAY));
    const { timestamp } = await node.client.getBlock();
    const [before, after] = await Promise.all(
      [first - 1, first + 1].map((number) => node.client.getBlock({ blockNumber: BigInt(number) })),
    );
    expect(Number(before?.timestamp)).to.be.below(Number(timestamp - DAY));
    expect(Number(after?.timestamp)).to.be.at.least(Number(timestamp - DAY));
  });

  it("hands each block over once, as they come", async () => {
    const follower = new Follower(connection, 100n * DAY);
    await blocksOf(follower);
    expect(await follower.check()).to.equal("none");
    expect(await blocksOf(follower)).to.deep.equal([]);
    await node.client.mine({ blocks: 3 });
    expect(await follower.check()).to.equal("none");
    expect(await blocksOf(follower)).to.deep.equal(range((await head()) - 2, await head()));
  });

  it("asks for shorter ranges where long ones are refused", async () => {
    const refuse = (from: bigint, to: bigint) => (to - from >= 20n ? new RpcError() : undefined);
    expect(await blocksOf(new Follower(connection, 100n * DAY), refuse)).to.deep.equal(range(5, await head()));
  });

  it("goes on a little before where the endpoint fell silent", async () => {
    const follower = new Follower(connection, 100n * DAY);
    const short = (from: bigint, to: bigint) => (to - from >= 50n ? new RpcError() : undefined);
    const silent = (from: bigint, to: bigint) => short(from, to) ?? (to > 200n ? new RpcUnreachableError() : undefined);
    const error = await blocksOf(follower, silent).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(RpcUnreachableError);
    expect(await follower.check()).to.equal("none");
    const rest = await blocksOf(follower);
    expect(rest[0]).to.be.within(6, 200 - 64);
    expect(rest).to.deep.equal(range(rest[0] ?? 0, await head()));
  });

  it("reads the latest blocks again after a shallow reorg", async () => {
    const follower = new Follower(connection, 100n * DAY);
    const snapshot = await node.client.snapshot();
    await node.client.mine({ blocks: 5 });
    await blocksOf(follower);
    const before = await head();
    await node.client.revert({ id: snapshot });
    await node.client.mine({ blocks: 6, interval: 7 });
    expect(await follower.check()).to.equal("shallow");
    expect(await blocksOf(follower)).to.deep.equal(range(before - 63, await head()));
  });

  it("reads everything again after a deep one", async () => {
    const follower = new Follower(connection, 100n * DAY);
    const snapshot = await node.client.snapshot();
    await node.client.mine({ blocks: 100 });
    await blocksOf(follower);
    await node.client.revert({ id: snapshot });
    await node.client.mine({ blocks: 1, interval: 7 });
    expect(await follower.check()).to.equal("deep");
    expect(await blocksOf(follower)).to.deep.equal(range(5, await head()));
  });
});
