import { auctionAbi, parseSeriesId } from "@clearhour/sdk";
import { expect } from "chai";
import { decodeFunctionData, type Hex } from "viem";
import { HOUR } from "../../../sdk/test/support/listing.ts";
import { scratch } from "../support/files.ts";
import type { KeeperProcess } from "../support/keeper.ts";
import type { Market } from "../support/market.ts";
import { nodeAccount } from "../support/node.ts";
import { openStage, type Stage } from "../support/stage.ts";

const HOURS = 6;
const TRADERS = [1, 2, 3, 4, 5] as const;

describe("two keepers side by side", function () {
  this.timeout(240_000);
  const files = scratch();
  const addresses = [8, 9].map((index) => nodeAccount(index).address.toLowerCase());
  let stage: Stage;
  let market: Market;
  let keepers: readonly KeeperProcess[];
  let first: number;

  /** Blocks of six minutes: both keepers are often due in the same one, and see it at the same time. */
  async function passTime(to: bigint) {
    const latest = (await stage.client.getBlock()).timestamp;
    for (let time = latest + 360n; time < to; time += 360n) {
      await stage.to(time);
      await stage.done(...keepers);
    }
  }

  /** What the keepers had mined. */
  async function mined() {
    const head = await stage.client.getBlockNumber({ cacheTime: 0 });
    const found: { auction: bigint | undefined; what: string; reverted: boolean; from: string }[] = [];
    for (let number = stage.deployment.block; number <= head; number++) {
      const { transactions } = await stage.client.getBlock({ blockNumber: number, includeTransactions: true });
      for (const { from, input, hash } of transactions) {
        if (!addresses.includes(from.toLowerCase())) continue;
        const { status } = await stage.client.getTransactionReceipt({ hash });
        found.push({ ...describeCall(input), reverted: status === "reverted", from });
      }
    }
    return found;
  }

  function describeCall(input: Hex): { readonly auction: bigint | undefined; readonly what: string } {
    const call = decodeFunctionData({ abi: auctionAbi, data: input });
    switch (call.functionName) {
      case "clear":
        return { auction: call.args[0], what: "clear" };
      case "closeOut":
        return { auction: market.spot(parseSeriesId(call.args[1]).hour).auction, what: "closeOut" };
      default:
        return { auction: undefined, what: call.functionName };
    }
  }

  before(async () => {
    stage = await openStage(files);
    market = await stage.openMarket();
    const provider = await stage.openTrader(6);
    await provider.enrol(market.product);
    first = await stage.comingHour();
    const ahead = market.ahead(first);
    await stage.to(ahead.open);
    const traders = await Promise.all(TRADERS.map((index) => stage.openTrader(index)));
    // Longs that nobody will use: they are closed out hour-ahead.
    for (let i = 0; i < 4; i++) {
      const place = { auction: ahead.auction, series: market.series(first + i), slot: i };
      await provider.place({ ...place, side: "write", ticks: 190, lots: 20 });
      for (const trader of traders) await trader.place({ ...place, side: "buy", ticks: 210, lots: 2 });
    }
    keepers = [8, 9].map((index) => stage.keeper({ index }));
    await stage.client.setAutomine(false);
  });
  after(() => stage?.close());

  it("clear every auction and close every position out", async () => {
    await passTime(market.ahead(first).deadline - 1n);
    expect((await market.stateOf(market.ahead(first).auction)).state).to.equal("final");
    await passTime(BigInt((first + HOURS - 2) * HOUR));
    for (let i = 0; i < 4; i++) {
      expect((await market.stateOf(market.spot(first + i).auction)).state, `hour ${i}`).to.equal("final");
    }
  });

  it("waste at most one reverted transaction per auction", async () => {
    const transactions = await mined();
    const closeOuts = transactions.filter(({ what, reverted }) => what === "closeOut" && !reverted);
    expect(closeOuts).to.have.length(TRADERS.length * 4);
    expect(new Set(transactions.map(({ from }) => from)).size).to.equal(2);
    const clears = transactions.filter(({ what, reverted }) => what === "clear" && !reverted);
    expect(clears).to.have.length(5);
    const auctions = new Set(transactions.map(({ auction }) => auction));
    for (const auction of auctions) {
      const wasted = transactions.filter((each) => each.auction === auction && each.reverted);
      expect(wasted.length, `auction ${auction}`).to.be.at.most(1);
    }
  });
});
