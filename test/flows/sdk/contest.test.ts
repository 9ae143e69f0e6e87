import { expect } from "chai";
import { type Hex, pad } from "viem";
import { maxWords } from "../../../sdk/src/blocks/index.ts";
import { atMostBetter, baselinePrices, commitmentTo } from "../../../sdk/src/contest/index.ts";
import {
  auctionEscrowAccount,
  BlockListError,
  type BlockToPlace,
  blocksAbi,
  CapacityExceededError,
  checkBlocks,
  clearAuction,
  collectBlocksSync,
  collectSync,
  commitSolutionSync,
  concludeAuctionSync,
  contestAbi,
  encodeSolution,
  explainBlock,
  forfeitDepositSync,
  getAuction,
  getBalance,
  getBlockList,
  getBlockOrder,
  getBlockOrders,
  getContest,
  getContestBook,
  getFreeBlockSlots,
  getPositions,
  HasBlocksError,
  InsufficientCashError,
  InsufficientLotsError,
  NoBlocksError,
  NotCommittedError,
  NotNowError,
  OrderCollectedError,
  placeBlocksSync,
  placeOrdersSync,
  quoteBlock,
  revealSolution,
  revealSolutionSync,
  SlotEmptyError,
  submitBaselineSync,
  verifyBaseline,
  verifySolution,
  WordFeeAboveError,
} from "../../../sdk/src/index.ts";
import { HOUR, USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

const SALT: Hex = pad("0x5a17", { size: 32 });
const MAX_FEE = 10n * USDC;

describe("sdk: strips and blocks, from placing to collecting", () => {
  let market: SdkMarket;
  /** The solving time is an hour. */
  const toReveal = () => market.beforeDay(12 * HOUR + HOUR / 2);

  beforeEach(async () => {
    market = await openSdkMarket();
    for (const wallet of [market.alice, market.bob, market.carol]) await market.fund(wallet, 10_000n * USDC);
    await market.toCollect();
  });

  /**
   * 20 lots asked in hours 2 to 4 at 190, 200 and 210; in its slot 1 the buyer's strip over them at 205, in its slots 2
   * and 3 blocks of hours 2 and 3 at 150 and of one unit of 3 and 1 lots at 204.
   */
  async function place(): Promise<void> {
    const { alice, bob, deployment, dayAuction: auction } = market;
    const write = (hour: number, ticks: number) =>
      ({ auction, series: market.series(hour), side: "write", ticks, lots: 20, slot: hour }) as const;
    await placeOrdersSync(bob, { deployment, orders: [write(2, 190), write(3, 200), write(4, 210)] });
    const shared = { auction, series: market.series(2), side: "buy", maxFee: MAX_FEE } as const;
    const orders: BlockToPlace[] = [
      { ...shared, form: "strip", periods: 3, price: 2_050_000n, lots: 12, slot: 1 },
      { ...shared, form: "block", periods: 2, ticks: 150, lots: 5, slot: 2 },
      { ...shared, form: "block", periods: 2, ticks: 204, lots: 4, least: 1, profile: [3, 1], slot: 3 },
    ];
    const { placed } = await placeBlocksSync(alice, { deployment, orders });
    expect(placed.map(({ slot, order }) => [slot, order.index, order.price])).to.deep.equal([
      [1n, 0, 205],
      [2n, 1, 150],
      [3n, 2, 204],
    ]);
  }

  it("places, solves, concludes and collects", async () => {
    const { alice, bob, carol, client, deployment, dayAuction: auction } = market;
    await place();
    const accountId = market.account(alice);
    const own = await getBlockOrder(client, { deployment, accountId, slot: 3n });
    expect(own).to.deep.include({ profile: [3, 1], lots: 4, least: 1, periods: 2, offset: 2, size: 2 });
    const list = await getBlockList(client, { deployment, auction });
    expect(list.map(({ accountId: owner, slot }) => [owner, slot])).to.deep.equal(
      [1n, 2n, 3n].map((slot) => [accountId, slot]),
    );
    expect(list[2]?.order).to.deep.equal(own);
    const freeSlots = () => getFreeBlockSlots(client, { deployment, accountId, count: 3 });
    expect(await freeSlots()).to.deep.equal([0, 4, 5]);

    await market.toSolve();
    expect(await getContest(client, { deployment, auction })).to.include({ phase: "commit", incumbent: undefined });
    await thrown(HasBlocksError, clearAuction(carol, { deployment, auction }));
    const book = await getContestBook(client, { deployment, auction });
    expect(book.series.filter((series) => series !== undefined)).to.have.lengthOf(3);
    const baseline = verifyBaseline(book, baselinePrices(book));
    const brought = await submitBaselineSync(bob, { deployment, auction });
    expect(brought).to.include({ welfare: baseline.welfare, gap: baseline.gap, distance: 0n });
    const before = await getContest(client, { deployment, auction });
    expect(before.incumbent).to.deep.include({
      welfare: 0n,
      gap: baseline.gap,
      atMostBetter: Number.POSITIVE_INFINITY,
    });
    expect(before.incumbent).to.include({ exact: false, concluded: false });
    expect((await explainBlock(client, { deployment, accountId, slot: 1n })).code).to.equal("pending");

    const prices = book.series.map((_, i) => (i >= 2 && i <= 4 ? 170 + 10 * i : 0));
    const allocation = { prices, filled: [12, 0, 2] };
    const figures = verifySolution(book, allocation);
    const solution = encodeSolution(book, allocation, figures);
    const committed = await commitSolutionSync(carol, { deployment, auction, solution, salt: SALT });
    expect(committed.commitment).to.equal(
      await client.readContract({
        abi: contestAbi,
        address: deployment.contest,
        functionName: "commitmentTo",
        args: [auction, carol.account.address, SALT, solution],
      }),
    );
    expect(committed.commitment).to.equal(commitmentTo(auction, carol.account.address, SALT, solution));
    await commitSolutionSync(bob, { deployment, auction, solution, salt: SALT });
    await thrown(NotNowError, revealSolution(carol, { deployment, auction, solution, salt: SALT }));

    await toReveal();
    expect((await getContest(client, { deployment, auction })).phase).to.equal("reveal");
    await thrown(NotCommittedError, revealSolution(carol, { deployment, auction, solution, salt: pad("0x1") }));
    const { incumbent } = await revealSolutionSync(carol, { deployment, auction, solution, salt: SALT });
    expect(incumbent).to.include({ welfare: figures.welfare, gap: figures.gap, accepted: solution.accepted });
    expect((await getAuction(client, { deployment, auction })).state).to.equal("solve");

    await market.toDeadline();
    expect((await getAuction(client, { deployment, auction })).state).to.equal("final");
    const concluded = await concludeAuctionSync(alice, { deployment, auction });
    expect(concluded.volume).to.equal(3n * 12n + 2n * 4n);
    expect((await forfeitDepositSync(alice, { deployment, auction, solver: bob.account.address })).amount).to.equal(
      5n * USDC,
    );
    const { phase, incumbent: best } = await getContest(client, { deployment, auction });
    expect([phase, best?.concluded, best?.exact]).to.deep.equal(["final", true, true]);
    expect(best?.atMostBetter).to.equal(atMostBetter(figures));

    const explained = await Promise.all(
      [1n, 2n, 3n].map((slot) => explainBlock(client, { deployment, accountId, slot })),
    );
    expect(explained.map(({ code, filled }) => [code, filled])).to.deep.equal([
      ["filled", 12],
      ["outbid", 0],
      ["partlyFilled", 2],
    ]);
    expect(explained[1]?.reason).to.equal(
      "Limited at 150, 45 ticks below the average price of its periods, 195: it would have lost 4500000 quote units.",
    );
    expect(explained[1]?.prices).to.deep.equal([190, 200]);

    // Final, though not collected yet: the next order in the slot collects it.
    expect(await freeSlots()).to.deep.equal([0, 1, 2]);
    const slots = [1n, 2n, 3n].map((slot) => ({ accountId, slot }));
    const uncollected = await getBlockOrders(client, { deployment, accounts: [accountId] });
    expect(uncollected.map(({ slot, collected }) => [slot, collected])).to.deep.equal(
      [1n, 2n, 3n].map((slot) => [slot, undefined]),
    );
    const { receipt, collected } = await collectBlocksSync(bob, { deployment, orders: slots });
    expect(collected.map(({ filled }) => filled)).to.deep.equal([12, 0, 2]);
    expect(collected[1]?.fee).to.equal(50_000n);
    const records = await getBlockOrders(client, { deployment, auction });
    expect(records.map(({ order }) => order)).to.deep.equal(list.map(({ order }) => order));
    const at = { blockNumber: receipt.blockNumber, transactionHash: receipt.transactionHash };
    expect(records.map((record) => record.collected)).to.deep.equal(
      collected.map(({ filled, fee }) => ({ filled, fee, ...at })),
    );
    expect(await getBlockOrders(client, { deployment, accounts: [market.account(bob)] })).to.deep.equal([]);
    expect(await getBlockOrders(client, { deployment, auction: auction + 1n })).to.deep.equal([]);
    await thrown(OrderCollectedError, explainBlock(client, { deployment, accountId, slot: 1n }));
    await thrown(SlotEmptyError, explainBlock(client, { deployment, accountId, slot: 9n }));
    const first = list[0];
    if (first === undefined) throw new Error("the list is empty");
    expect((await explainBlock(client, { deployment, order: first.order })).code).to.equal("filled");

    const hours = { fromHour: market.firstHour + 2, toHour: market.firstHour + 5 };
    const longs = await getPositions(client, { deployment, accountId, product: market.product, ...hours });
    expect(longs.map(({ lots }) => lots)).to.deep.equal([18, 14, 12]);
    const hourly = [2n, 3n, 4n].map((slot) => ({ accountId: market.account(bob), slot }));
    await collectSync(bob, { deployment, orders: hourly });
    expect(await getBalance(client, { deployment, accountId: auctionEscrowAccount(auction) })).to.equal(0n);
  });

  it("gives everything back where nobody brings a baseline", async () => {
    const { alice, client, deployment, dayAuction: auction } = market;
    const accountId = market.account(alice);
    const had = await getBalance(client, { deployment, accountId });
    await place();
    await market.toDeadline();
    expect((await getContest(client, { deployment, auction })).phase).to.equal("void");
    expect(await explainBlock(client, { deployment, accountId, slot: 1n })).to.include({ code: "void", filled: 0 });
    await collectBlocksSync(alice, { deployment, orders: [1n, 2n, 3n].map((slot) => ({ accountId, slot })) });
    expect(await getBalance(client, { deployment, accountId })).to.equal(had);
  });

  it("says that a block was left though it would have gained", async () => {
    const { alice, bob, client, deployment, dayAuction: auction } = market;
    await place();
    await market.toSolve();
    await submitBaselineSync(bob, { deployment, auction });
    await market.toDeadline();
    const accountId = market.account(alice);
    const [strip, , block] = await Promise.all(
      [1n, 2n, 3n].map((slot) => explainBlock(client, { deployment, accountId, slot })),
    );
    // The asks alone indicate the middle of what clears: 132, 137 and 142.
    expect(strip).to.deep.include({ code: "left", surplus: (615n - 411n) * 12n * 10_000n, prices: [132, 137, 142] });
    expect(strip?.reason).to.contain("only the clearing without strips and blocks was brought");
    expect(block?.surplus).to.equal((4n * 204n - 3n * 132n - 137n) * 4n * 10_000n);
    expect(block?.reason).to.contain("no better solution that fills it was brought");
  });

  it("takes what it quotes", async () => {
    const { alice, bob, client, deployment, dayAuction: auction } = market;
    await market.enrol(bob, 100n * USDC, 500);
    const series = market.series(2);
    const shared = { auction, series, periods: 3, lots: 7 } as const;
    const all = [
      [alice, { ...shared, form: "strip", side: "buy", ticks: 211 }],
      [alice, { ...shared, form: "block", side: "write", ticks: 190, profile: [1, 2, 3] }],
      [bob, { ...shared, form: "strip", side: "write", ticks: 190 }],
      [alice, { ...shared, form: "block", side: "buy", price: 2_330_000n, least: 2, profile: [5, 1, 1] }],
    ] as const;
    let used = 0;
    for (const [slot, [wallet, order]] of all.entries()) {
      const accountId = market.account(wallet);
      const quote = await quoteBlock(client, { deployment, accountId, ...order });
      expect(quote.list).to.deep.equal({ used, max: maxWords(36) });
      used += quote.words;
      const had = await getBalance(client, { deployment, accountId });
      const low = { ...order, slot, maxFee: quote.placeFee - 1n };
      await thrown(WordFeeAboveError, placeBlocksSync(wallet, { deployment, orders: [low] }));
      await placeBlocksSync(wallet, { deployment, orders: [{ ...low, maxFee: quote.placeFee }] });
      expect(had - (await getBalance(client, { deployment, accountId })), `order ${slot}`).to.equal(quote.cash);
      expect(quote.words).to.equal("profile" in order ? 2 : 1);
    }
    const room = await client.readContract({
      abi: blocksAbi,
      address: deployment.blocks,
      functionName: "maxWords",
      args: [market.dayLane],
    });
    expect(maxWords(36)).to.equal(Number(room));
  });

  it("says what an order lacks, without anything being sent", async () => {
    const { alice, bob, client, deployment, dayAuction: auction } = market;
    await market.enrol(bob, 100n * USDC, 500);
    const shared = { form: "strip", auction, series: market.series(2), periods: 3, slot: 0, maxFee: MAX_FEE } as const;
    const check = (wallet: typeof alice, order: { side: "buy" | "sell" | "write"; ticks: number; lots: number }) =>
      checkBlocks(client, { deployment, account: wallet.account.address, orders: [{ ...shared, ...order }] });
    const before = await client.getBlockNumber();
    await check(alice, { side: "buy", ticks: 200, lots: 10 });
    const cash = await thrown(InsufficientCashError, check(alice, { side: "buy", ticks: 200, lots: 10_000 }));
    expect(cash.args.balance).to.equal(10_000n * USDC);
    const lots = await thrown(InsufficientLotsError, check(alice, { side: "sell", ticks: 200, lots: 5 }));
    expect([lots.args.series, lots.args.needed]).to.deep.equal([market.series(2), 5n]);
    const capacity = await thrown(CapacityExceededError, check(bob, { side: "write", ticks: 200, lots: 501 }));
    expect(capacity.args.capacity).to.equal(500n);
    expect(await client.getBlockNumber()).to.equal(before);
  });

  it("refuses a list that the logs do not give, and an auction without one", async () => {
    const { client, deployment, dayAuction: auction } = market;
    await thrown(NoBlocksError, getContest(client, { deployment, auction }));
    expect(await getBlockList(client, { deployment, auction })).to.deep.equal([]);
    await place();
    const fromBlock = (await client.getBlockNumber()) + 1n;
    await market.networkHelpers.mine(2);
    const error = await thrown(BlockListError, getBlockList(client, { deployment, auction, fromBlock }));
    expect([error.found, error.kept]).to.deep.equal([0, 3]);
  });
});
