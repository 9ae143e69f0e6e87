import { clearAuctionSync, getResult } from "@clearhour/sdk";
import { expect } from "chai";
import { scratch } from "../support/files.ts";
import { killKeepers } from "../support/keeper.ts";
import type { Market, Trader } from "../support/market.ts";
import { nodeAccount } from "../support/node.ts";
import { startProxy, type TcpProxy } from "../support/proxy.ts";
import { openStage, type Stage, until } from "../support/stage.ts";

describe("a keeper whose surroundings fail", function () {
  this.timeout(120_000);
  const files = scratch();
  let stage: Stage;
  let market: Market;
  let buyer: Trader;
  let provider: Trader;
  let hour: number;
  let auction: bigint;
  let times: ReturnType<Market["spot"]>;

  const isFinal = async () => (await market.stateOf(auction)).state === "final";
  const place = (trader: Trader, side: "buy" | "write", ticks: number, slot = 0) =>
    trader.place({ auction, series: market.series(hour), side, ticks, lots: 5, slot });

  before(async () => {
    stage = await openStage(files);
    market = await stage.openMarket();
    buyer = await stage.openTrader(1);
    provider = await stage.openTrader(2);
    await provider.enrol(market.product);
    hour = await stage.comingHour();
  });
  // Each test has an hour-ahead auction of its own, with a buy and a sell in it.
  beforeEach(async () => {
    hour += 4;
    times = market.spot(hour);
    auction = times.auction;
    await stage.to(times.open);
    await place(buyer, "buy", 210);
    await place(provider, "write", 190);
  });
  afterEach(async () => {
    killKeepers();
    await stage.client.setAutomine(true);
  });
  after(() => stage?.close());

  it("was killed while orders came in: the next one clears in the middle of the window", async () => {
    const first = stage.keeper();
    await stage.done(first);
    first.signal("SIGKILL");
    await first.ended;
    await stage.to(times.close + 900n);
    const second = stage.keeper();
    await until(isFinal);
    await stage.done(second);
    expect(await second.metric("clearhour_keeper_actions_total", 'kind="clear",outcome="mined"')).to.equal(1);
  });

  it("was killed with its transaction in flight: the next one does not send another", async () => {
    const before = await stage.sent(9);
    await stage.client.setAutomine(false);
    const first = stage.keeper();
    await stage.to(times.close + 900n);
    await first.line(({ msg }) => msg === "sent");
    first.signal("SIGKILL");
    await first.ended;
    const second = stage.keeper();
    await stage.done(second);
    expect(await second.metric("clearhour_keeper_actions_total", 'outcome="sent"')).to.equal(0);
    expect(await second.metric("clearhour_keeper_actions_total", 'outcome="done"')).to.equal(1);
    await stage.to(times.close + 960n);
    expect(await isFinal()).to.equal(true);
    await stage.done(second);
    expect(await stage.sent(9)).to.equal(before + 1);
  });

  it("offers too little when fees rise: it replaces the transaction that no block takes", async () => {
    const before = await stage.sent(9);
    await stage.client.setAutomine(false);
    const keeper = stage.keeper();
    await stage.to(times.close + 900n);
    await keeper.line(({ msg }) => msg === "sent");
    for (let i = 1n; i <= 8n; i++) {
      await stage.client.setNextBlockBaseFeePerGas({ baseFeePerGas: 10n ** 12n });
      await stage.to(times.close + 900n + i);
      await stage.done(keeper);
    }
    expect(await keeper.metric("clearhour_keeper_actions_total", 'outcome="notMined"')).to.equal(1);
    await stage.to(times.close + 960n);
    expect(await isFinal()).to.equal(true);
    expect(await stage.sent(9)).to.equal(before + 1);
  });

  describe("whose endpoint", () => {
    let proxy: TcpProxy;
    beforeEach(async () => {
      proxy = await startProxy(stage.node.port);
    });
    afterEach(() => proxy.close());
    const through = () => stage.keeper({ rpcUrl: `http://127.0.0.1:${proxy.port}`, args: ["--poll-ms", "20"] });

    it("is cut off waits longer and longer, says so, and clears when it is back", async () => {
      const keeper = through();
      await stage.done(keeper);
      proxy.cut();
      await stage.to(times.close + 900n);
      await until(async () => (await keeper.metric("clearhour_keeper_failures_in_a_row")) >= 5);
      const { status, text } = await keeper.get("/ready");
      expect(status).to.equal(503);
      expect(text).to.contain("RPC endpoint does not answer");
      expect((await keeper.get("/health")).status).to.equal(200);
      const waits = keeper.log.filter(({ msg }) => msg === "round failed").map(({ waitMs }) => Number(waitMs));
      expect(waits.at(-1)).to.be.within(150, 300);
      expect(waits[0]).to.be.below(21);
      proxy.restore();
      await until(isFinal);
      await until(async () => (await keeper.get("/ready")).status === 200);
    });

    it("hangs gives its requests up", async () => {
      const keeper = through();
      await stage.done(keeper);
      proxy.hang();
      await stage.to(times.close + 900n);
      await keeper.line(({ msg, outcome }) => msg === "round failed" && outcome === "unreachable");
      proxy.restore();
      await until(isFinal);
    });

    it("hangs does not keep it from ending", async () => {
      const keeper = through();
      await stage.done(keeper);
      proxy.hang();
      await stage.to(times.close + 900n);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const asked = Date.now();
      keeper.signal("SIGTERM");
      expect(await keeper.ended, "it could not close what it had open").to.equal(1);
      expect(Date.now() - asked).to.be.below(9_000);
    });

    it("is not there at the start is waited for", async () => {
      proxy.cut();
      const keeper = through();
      await keeper.line(({ msg }) => msg === "round failed");
      expect((await keeper.get("/ready")).status).to.equal(503);
      await stage.to(times.close + 900n);
      proxy.restore();
      await until(isFinal);
    });
  });

  it("clears anew what a reorg of five blocks undid, from the orders that are left", async () => {
    const keeper = stage.keeper();
    const snapshot = await stage.client.snapshot();
    await place(provider, "write", 150, 1);
    await stage.to(times.close);
    await stage.to(times.close + 900n);
    await until(isFinal);
    const undone = await getResult(stage.client, {
      deployment: stage.deployment,
      auction,
      series: market.series(hour),
    });
    expect(undone).to.include({ price: 170, volume: 5 });
    await stage.to(times.close + 1_000n);
    await stage.done(keeper);

    await stage.client.revert({ id: snapshot });
    expect(await isFinal()).to.equal(false);
    for (let i = 0n; i < 5n; i++) await stage.to(times.close + 800n + i * 60n);
    await until(isFinal);
    const result = await getResult(stage.client, {
      deployment: stage.deployment,
      auction,
      series: market.series(hour),
    });
    expect(result).to.include({ price: 200, volume: 5 });
    expect(await keeper.metric("clearhour_keeper_reorgs_total")).to.equal(1);
    expect(keeper.log.some(({ level }) => level === "error")).to.equal(false);
  });

  it("forgets everything when so many blocks are replaced that nothing is as it was", async () => {
    const snapshot = await stage.client.snapshot();
    await stage.client.mine({ blocks: 200 });
    const keeper = stage.keeper();
    await stage.done(keeper);
    await stage.client.revert({ id: snapshot });
    await stage.to(times.close + 900n);
    await until(isFinal);
    expect(await keeper.metric("clearhour_keeper_reorgs_total")).to.equal(1);
  });

  it("has no coin: it says so, and clears once it has some", async () => {
    const { address } = nodeAccount(7);
    await stage.client.setBalance({ address, value: 1n });
    const keeper = stage.keeper({ index: 7 });
    await stage.to(times.close + 900n);
    const { outcome, disposition, error } = await keeper.line(({ msg }) => msg === "not done");
    expect({ outcome, disposition }).to.deep.equal({ outcome: "noFunds", disposition: "backOff" });
    expect(error).to.include({ name: "InsufficientGasFundsError" });
    expect((await keeper.get("/ready")).text).to.contain("cannot pay for gas");
    for (let i = 1n; i <= 8n; i++) {
      await stage.to(times.close + 900n + i);
      await stage.done(keeper);
    }
    const refusals = await keeper.metric("clearhour_keeper_actions_total", 'outcome="noFunds"');
    expect(refusals).to.be.within(2, 5);
    await stage.client.setBalance({ address, value: 10n ** 18n });
    await stage.to(times.close + 1_000n);
    await until(isFinal);
    expect((await keeper.get("/ready")).status).to.equal(200);
  });

  it("was overtaken by a user who cleared the auction: it does not try", async () => {
    await stage.to(times.close + 1n);
    await clearAuctionSync(buyer.wallet, { deployment: stage.deployment, auction });
    const keeper = stage.keeper();
    await stage.to(times.close + 900n);
    await stage.done(keeper);
    expect(await keeper.metric("clearhour_keeper_actions_total", 'kind="clear"')).to.equal(0);
  });
});
