import { getPosition, optOutSync } from "@clearhour/sdk";
import { expect } from "chai";
import { HOUR } from "../../../sdk/test/support/listing.ts";
import { scratch } from "../support/files.ts";
import type { KeeperProcess } from "../support/keeper.ts";
import type { Market, Trader } from "../support/market.ts";
import { openStage, type Stage } from "../support/stage.ts";

describe("upkeep", function () {
  this.timeout(120_000);
  const files = scratch();
  let stage: Stage;
  let market: Market;
  let keeper: KeeperProcess;
  let hoarder: Trader;
  let user: Trader;
  let provider: Trader;
  let writer: Trader;
  let dropout: Trader;
  let lateBuyer: Trader;
  let hour: number;

  const positionOf = ({ accountId }: Trader) =>
    getPosition(stage.client, { deployment: stage.deployment, accountId, series: market.series(hour) });
  const everybody = () => [hoarder, user, provider, writer, dropout];
  const mined = (kind: string) => keeper.metric("clearhour_keeper_actions_total", `kind="${kind}",outcome="mined"`);
  /** Mines a block every minute until a time, and lets the keeper finish at each. */
  async function passTime(to: bigint) {
    for (let time = (await stage.client.getBlock()).timestamp + 60n; time < to; time += 60n) {
      await stage.to(time);
      await stage.done(keeper);
    }
  }

  before(async () => {
    stage = await openStage(files);
    market = await stage.openMarket();
    [hoarder, user, provider, writer, lateBuyer, dropout] = [
      await stage.openTrader(1),
      await stage.openTrader(2),
      await stage.openTrader(3),
      await stage.openTrader(4),
      await stage.openTrader(5),
      await stage.openTrader(6),
    ];
    await provider.enrol(market.product);
    await dropout.enrol(market.product);
    hour = await stage.comingHour();
    const { auction, open, close } = market.ahead(hour);
    await stage.to(open);
    const place = { auction, series: market.series(hour), slot: 0 };
    await hoarder.place({ ...place, side: "buy", ticks: 210, lots: 3 });
    await user.place({ ...place, side: "buy", ticks: 210, lots: 5 });
    await provider.place({ ...place, side: "write", ticks: 190, lots: 5 });
    await dropout.place({ ...place, side: "write", ticks: 190, lots: 1 });
    await writer.place({ ...place, side: "write", ticks: 190, lots: 2 });
    keeper = stage.keeper();
    await stage.to(close);
  });
  after(() => stage?.close());

  it("clears, and leaves fills to their owners until two hours ahead", async () => {
    await passTime(market.spot(hour).open);
    expect((await market.stateOf(market.ahead(hour).auction)).state).to.equal("final");
    expect(await Promise.all(everybody().map(positionOf))).to.deep.equal([0, 0, 0, 0, 0]);
    expect(await mined("collect")).to.equal(0);
  });

  it("brings hidden longs and shorts into the open then", async () => {
    await passTime(market.spot(hour).open + 860n);
    expect(await Promise.all(everybody().map(positionOf))).to.deep.equal([3, 5, -5, -2, -1]);
    expect(await mined("collect")).to.equal(1);
    expect(await mined("closeOut")).to.equal(0);
  });

  it("closes out longs and shorts of a writer or of who opted out, not the provider's", async () => {
    const { deployment } = stage;
    const { auction, close } = market.spot(hour);
    await optOutSync(dropout.wallet, { deployment, series: market.series(hour), out: true });
    const place = { auction, series: market.series(hour), slot: 0 };
    // Below the band: it counts at its bottom, before all close-outs.
    await provider.place({ ...place, side: "write", ticks: 1, lots: 1 });
    await lateBuyer.place({ ...place, side: "buy", ticks: 220, lots: 3 });
    await passTime(close);
    expect(await mined("closeOut")).to.equal(4);
    expect(await Promise.all(everybody().map(positionOf))).to.deep.equal([0, 0, -5, 0, 0]);
  });

  it("collects what its close-outs left, and the shorts of the hour-ahead auction, before gate closure", async () => {
    // Bought: 3 by the late buyer, 2 and 1 back by close-outs. Sold: 1 by the provider, 5 of the 8 that were hoarded.
    await passTime(BigInt(hour * HOUR - 900));
    const [hoarded = 0, used = 0, ...others] = await Promise.all([...everybody(), lateBuyer].map(positionOf));
    expect(hoarded + used).to.equal(3);
    expect(others).to.deep.equal([-6, 0, 0, 0]);
    expect(await mined("clear")).to.equal(2);
  });

  it("does none of it where it is told not to", async () => {
    keeper.signal("SIGTERM");
    await keeper.ended;
    hour += 4;
    const { auction, open, close } = market.ahead(hour);
    await stage.to(open > (await stage.client.getBlock()).timestamp ? open : 0n);
    const place = { auction, series: market.series(hour), slot: 1 };
    await hoarder.place({ ...place, side: "buy", ticks: 210, lots: 3 });
    await provider.place({ ...place, side: "write", ticks: 190, lots: 5 });
    keeper = stage.keeper({ args: ["--no-upkeep"] });
    await stage.to(close + 1_800n);
    await stage.done(keeper);
    await stage.to(market.spot(hour).close - 1n);
    await stage.done(keeper);
    expect(await keeper.metric("clearhour_keeper_actions_total", 'outcome="sent"')).to.equal(1);
    expect(await positionOf(provider)).to.equal(0);
  });
});
