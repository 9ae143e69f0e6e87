import { cashAccount, getBalance, getResult } from "@clearhour/sdk";
import { expect } from "chai";
import { scratch } from "../support/files.ts";
import { killKeepers } from "../support/keeper.ts";
import type { Market, Trader } from "../support/market.ts";
import { nodeAccount } from "../support/node.ts";
import { openStage, type Stage, until } from "../support/stage.ts";

describe("one keeper", function () {
  this.timeout(120_000);
  const files = scratch();
  let stage: Stage;
  let markets: readonly Market[];
  let buyer: Trader;
  let provider: Trader;

  before(async () => {
    stage = await openStage(files);
    markets = [await stage.openMarket(), await stage.openMarket()];
    buyer = await stage.openTrader(1);
    provider = await stage.openTrader(2);
    await provider.enrol(...markets.map(({ product }) => product));
  });
  afterEach(killKeepers);
  after(() => stage?.close());

  it("clears every auction that has orders, and no other", async () => {
    const [first, second] = markets;
    if (first === undefined || second === undefined) throw new Error("no markets");
    const hour = await stage.comingHour();
    // With upkeep it would collect fills, too, if a block came while that is due.
    const keeper = stage.keeper({ args: ["--no-upkeep"] });
    await stage.to(first.spot(hour - 4).open);
    const spots = [first.spot(hour - 4), second.spot(hour - 4)];
    const ahead = first.ahead(hour);
    expect(Number(ahead.open)).to.equal(Number(first.spot(hour - 4).open));
    for (const [i, market] of markets.entries()) {
      const place = { auction: market.spot(hour - 4).auction, series: market.series(hour - 4), slot: i };
      await buyer.place({ ...place, side: "buy", ticks: 210, lots: 5 });
      await provider.place({ ...place, side: "write", ticks: 190, lots: 7 });
    }
    const place = { auction: ahead.auction, slot: 9, lots: 4 };
    await buyer.place({ ...place, series: first.series(hour), side: "buy", ticks: 205 });
    await provider.place({ ...place, series: first.series(hour + 3), side: "write", ticks: 195 });

    await stage.to(first.spot(hour - 4).close - 2n);
    await stage.done(keeper);
    expect(await stage.sent(9)).to.equal(0);

    for (const { auction, deadline } of spots) {
      await stage.to(deadline - 900n);
      await until(async () => (await first.stateOf(auction)).state === "final");
    }
    await stage.to(ahead.close + 1_800n);
    await until(async () => (await first.stateOf(ahead.auction)).state === "final");
    await stage.to(ahead.deadline + 1n);
    await stage.done(keeper);

    expect(await stage.sent(9)).to.equal(3);
    const { clearer } = await first.stateOf(ahead.auction);
    expect(clearer).to.equal(nodeAccount(9).address);
    const resultOf = (auction: bigint, series: bigint) =>
      getResult(stage.client, { deployment: stage.deployment, auction, series });
    const volumes = [0, 1, 2, 3].map(async (i) => (await resultOf(ahead.auction, first.series(hour + i)))?.volume);
    expect(await Promise.all(volumes)).to.deep.equal([0, undefined, undefined, 0]);
    const traded = await resultOf(second.spot(hour - 4).auction, second.series(hour - 4));
    expect(traded).to.include({ price: 190, volume: 5 });
    expect(await keeper.metric("clearhour_keeper_actions_total", 'kind="clear",outcome="mined"')).to.equal(3);
    expect(keeper.log.filter(({ level }) => level !== "info")).to.deep.equal([]);
  });

  it("is tipped out of the fees", async () => {
    const tips = await getBalance(stage.client, {
      deployment: stage.deployment,
      accountId: cashAccount(nodeAccount(9).address),
    });
    // Half the fees of two auctions with 5 lots at 1.90 dollars, 10 basis points on both sides.
    expect(tips).to.equal(2n * 5n * 1_900n);
  });

  it("goes through history again when it starts, and finds nothing left to do", async () => {
    const keeper = stage.keeper();
    await stage.done(keeper);
    expect(await stage.sent(9)).to.equal(3);
    expect((await keeper.get("/ready")).status).to.equal(200);
  });
});
