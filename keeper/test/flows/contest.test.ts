import { contestAbi, getBlockOrder, getContest, type Incumbent } from "@clearhour/sdk";
import { expect } from "chai";
import { isAddressEqual, zeroHash } from "viem";
import { scratch } from "../support/files.ts";
import { killKeepers } from "../support/keeper.ts";
import type { Market, Trader } from "../support/market.ts";
import { nodeAccount } from "../support/node.ts";
import { startProxy } from "../support/proxy.ts";
import { openStage, type Stage, until } from "../support/stage.ts";

/** Accounts of the node that keepers sign with. */
const KEEPER = 9;
const OTHER = 8;

describe("keepers in a contest", function () {
  this.timeout(240_000);
  const files = scratch();
  let stage: Stage;
  let market: Market;
  let buyer: Trader;
  let provider: Trader;
  let hour: number;
  let times: ReturnType<Market["ahead"]>;
  let half: bigint;

  const keeper = (index = KEEPER, rpcUrl = stage.node.rpcUrl) =>
    stage.keeper({ index, rpcUrl, args: ["--data-dir", `${files.folder}/solve-${index}`, "--solve-seconds", "20"] });
  const contest = () => getContest(stage.client, { deployment: stage.deployment, auction: times.auction });
  const incumbent = async () => (await contest()).incumbent as Incumbent;
  /** Whether the best solution is the account's, and no baseline: that leaves the strip with a regret. */
  const isSolvedBy = async (index: number) => {
    const { solver, exact } = await incumbent();
    return isAddressEqual(solver, nodeAccount(index).address) && exact;
  };
  const committed = (index: number) =>
    stage.client.readContract({
      abi: contestAbi,
      address: stage.deployment.contest,
      functionName: "commitmentOf",
      args: [times.auction, nodeAccount(index).address],
    });
  const mined = (process: ReturnType<typeof keeper>, kind: string) =>
    process.line((line) => line.msg === "mined" && line.kind === kind);
  const count = (process: ReturnType<typeof keeper>, kind: string, outcome: string) =>
    process.metric("clearhour_keeper_actions_total", `kind="${kind}",outcome="${outcome}"`);

  before(async () => {
    stage = await openStage(files);
    market = await stage.openMarket();
    buyer = await stage.openTrader(1);
    provider = await stage.openTrader(2);
    await provider.enrol(market.product);
    // For their deposits.
    await stage.openTrader(KEEPER);
    await stage.openTrader(OTHER);
    hour = await stage.comingHour();
  });

  /**
   * Hours ask 190 for 5 lots each. A strip wants 4 of all four at 210; a block would give 3 of the first two at 195, and a
   * buyer takes 4 of those at 200.
   */
  beforeEach(async () => {
    hour += 8;
    times = market.ahead(hour);
    half = times.deadline - (times.deadline - times.close) / 2n;
    await stage.to(times.open);
    const { auction } = times;
    const hours = [0, 1, 2, 3].map((i) => ({ auction, series: market.series(hour + i), lots: 5, slot: i }));
    await provider.place(...hours.map((each) => ({ ...each, side: "write" as const, ticks: 190 })));
    await buyer.place(...hours.slice(0, 2).map((each) => ({ ...each, side: "buy" as const, ticks: 200, lots: 4 })));
    const common = { auction, series: market.series(hour), slot: 0, maxFee: 10_000_000n };
    await buyer.placeBlocks({ ...common, form: "strip", side: "buy", periods: 4, ticks: 210, lots: 4 });
    await provider.placeBlocks({ ...common, form: "block", side: "write", periods: 2, ticks: 195, lots: 3 });
  });
  afterEach(async () => {
    killKeepers();
    await stage.client.setAutomine(true);
  });
  after(() => stage?.close());

  it("bring the baseline, commit, reveal, conclude, and collect what is hidden", async () => {
    const solver = keeper();
    await stage.to(times.close + 500n);
    await mined(solver, "baseline");
    const baseline = await incumbent();
    expect(baseline.exact, "the strip has a regret").to.equal(false);
    await mined(solver, "commit");
    expect(await isSolvedBy(KEEPER)).to.equal(false);
    await stage.to(half + 500n);
    await mined(solver, "reveal");
    const best = await incumbent();
    expect(await isSolvedBy(KEEPER)).to.equal(true);
    expect(best.gap).to.equal(0n);
    expect(best.welfare > baseline.welfare).to.equal(true);
    await stage.to(times.deadline + 1n);
    await mined(solver, "conclude");
    expect((await incumbent()).concluded).to.equal(true);
    expect(await count(solver, "clear", "sent")).to.equal(0);

    const { open } = market.spot(hour);
    await stage.to(open + 1_000n);
    await mined(solver, "collectBlocks");
    for (const { accountId } of [buyer, provider]) {
      const order = await getBlockOrder(stage.client, { deployment: stage.deployment, accountId, slot: 0n });
      expect(order?.lots).to.equal(0);
    }
    expect(solver.log.filter(({ level }) => level === "error")).to.deep.equal([]);
  });

  it("reveal after they were killed between commitment and reveal", async () => {
    const first = keeper();
    await stage.to(times.close + 500n);
    await mined(first, "commit");
    first.signal("SIGKILL");
    await first.ended;
    await stage.to(half + 500n);
    const second = keeper();
    await mined(second, "reveal");
    expect(await isSolvedBy(KEEPER)).to.equal(true);
    expect(await committed(KEEPER)).to.equal(zeroHash);
    expect(await count(second, "commit", "sent")).to.equal(0);
  });

  it("reveal after they were killed with the commitment in flight", async () => {
    const first = keeper();
    await stage.to(times.close + 500n);
    await mined(first, "baseline");
    await stage.client.setAutomine(false);
    await first.line((line) => line.msg === "sent" && line.kind === "commit");
    first.signal("SIGKILL");
    await first.ended;
    await stage.to(times.close + 900n);
    await stage.client.setAutomine(true);
    await stage.to(half + 500n);
    const second = keeper();
    await mined(second, "reveal");
    expect(await isSolvedBy(KEEPER)).to.equal(true);
  });

  it("share a contest: one has the best solution, both have their deposits back", async () => {
    const both = [keeper(KEEPER), keeper(OTHER)] as const;
    await stage.to(times.close + 500n);
    for (const each of both) await mined(each, "commit");
    await stage.to(half + 500n);
    for (const each of both) await mined(each, "reveal");
    await stage.to(times.deadline + 1n);
    await until(async () => (await incumbent()).concluded);
    expect(await committed(KEEPER)).to.equal(zeroHash);
    expect(await committed(OTHER)).to.equal(zeroHash);
    const brought = await Promise.all(both.map((each) => count(each, "baseline", "mined")));
    expect(brought.reduce((a, b) => a + b)).to.equal(1);
  });

  it("solve anew what a reorg changed before they commit, and reveal that", async () => {
    await stage.to(times.close - 60n);
    const snapshot = await stage.client.snapshot();
    const solver = keeper();
    await buyer.placeBlocks({
      ...{ auction: times.auction, series: market.series(hour), slot: 1, maxFee: 10_000_000n },
      ...{ form: "strip", side: "buy", periods: 3, ticks: 209, lots: 1 },
    });
    await stage.to(times.close + 500n);
    await mined(solver, "commit");
    const undone = await committed(KEEPER);
    await stage.client.revert({ id: snapshot });
    for (let i = 0n; i < 5n; i++) await stage.to(times.close + 510n + i * 60n);
    await until(async () => ![zeroHash, undone].includes(await committed(KEEPER)));
    await stage.to(half + 500n);
    await until(() => isSolvedBy(KEEPER));
    expect(await solver.metric("clearhour_keeper_reorgs_total")).to.equal(1);
  });

  it("go on where their endpoint was cut off during the search", async () => {
    const proxy = await startProxy(stage.node.port);
    try {
      const solver = keeper(KEEPER, `http://127.0.0.1:${proxy.port}`);
      await stage.done(solver);
      proxy.cut();
      await stage.to(times.close + 500n);
      await solver.line(({ msg }) => msg === "round failed");
      proxy.restore();
      await mined(solver, "commit");
      proxy.cut();
      await stage.to(half + 500n);
      proxy.restore();
      await mined(solver, "reveal");
      expect(await isSolvedBy(KEEPER)).to.equal(true);
    } finally {
      await proxy.close();
    }
  });

  it("have no cash for a deposit: they bring the baseline and conclude all the same", async () => {
    const poor = keeper(7);
    await stage.to(times.close + 500n);
    await mined(poor, "baseline");
    const { outcome } = await poor.line((line) => line.msg === "not done" && line.kind === "commit");
    expect(outcome).to.equal("rejected");
    await stage.to(times.deadline + 1n);
    await mined(poor, "conclude");
    expect((await incumbent()).exact).to.equal(false);
  });
});
