import { expect } from "chai";
import {
  AlreadyClearedError,
  AuctionNotCollectingError,
  AuctionNotSolvingError,
  auctionEscrowAccount,
  CapacityExceededError,
  clearAuctionSync,
  collectSync,
  explainOrder,
  getAuction,
  getBalance,
  getBook,
  getCapacity,
  getGrid,
  getLaneTimes,
  getOrder,
  getOrders,
  getPosition,
  getProvider,
  HintsLengthError,
  InsufficientCashError,
  InsufficientLotsError,
  InvalidLotsError,
  NotAuthorizedError,
  NotClearingError,
  NothingToClearError,
  OrderCollectedError,
  type OrderSide,
  OutOfBandError,
  placeOrders,
  placeOrdersSync,
  quoteOrder,
  SeriesNotInAuctionError,
  SlotBusyError,
  SlotEmptyError,
  seriesId,
  transferLotsSync,
  UnknownLaneError,
  UnknownProductError,
  WrongTickError,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket, type SdkMarket } from "./market.ts";
import { thrown } from "./thrown.ts";

/** A sequence that looks random and is the same in every run. */
function sequence(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

describe("sdk: orders", () => {
  let market: SdkMarket;

  beforeEach(async () => {
    market = await openSdkMarket();
    const { alice, bob, carol } = market;
    for (const wallet of [alice, bob, carol]) await market.fund(wallet, 1_000_000n * USDC);
    await market.enrol(bob, 10_000n * USDC, 50_000);
    await market.toCollect();
  });

  it("are quoted to the unit: what placing takes is what was shown", async () => {
    const { deployment, client, alice, bob, carol, dayAuction: auction } = market;
    const pick = sequence(7);
    // Bob has capacity, Alice and Carol write uncovered; limits lie inside and beyond the band of 74 to 325 ticks.
    for (let slot = 0; slot < 60; slot++) {
      const wallet = [alice, bob, carol][pick(3)] ?? alice;
      const accountId = market.account(wallet);
      const side: OrderSide = pick(2) === 0 ? "buy" : "write";
      const ticks = side === "buy" ? 74 + pick(400) : pick(326);
      const order = { auction, series: market.series(pick(36)), side, ticks, lots: 1 + pick(400), slot };
      const cash = { deployment, accountId };
      const escrow = { deployment, accountId: auctionEscrowAccount(auction) };

      const quote = await quoteOrder(client, { deployment, accountId, ...order });
      const [free, held, { stake }] = await Promise.all([
        getBalance(client, cash),
        getBalance(client, escrow),
        getProvider(client, cash),
      ]);
      const { placed } = await placeOrdersSync(wallet, { deployment, orders: [order] });
      expect(placed[0]?.order.price).to.equal(quote.ticks);
      expect(free - (await getBalance(client, cash))).to.equal(quote.cash);
      expect((await getBalance(client, escrow)) - held).to.equal(quote.cash);
      expect((await getProvider(client, cash)).stake.reserved - stake.reserved).to.equal(quote.stake);
      expect([quote.bottom, quote.top, quote.price]).to.deep.equal([74, 325, BigInt(quote.ticks) * 10_000n]);
    }
  });

  it("are explained with the numbers that decided, before and after they are collected", async () => {
    const { deployment, client, alice, bob, carol, dayAuction: auction } = market;
    const series = market.series(5);
    const place = (wallet: typeof alice, side: OrderSide, ticks: number, lots: number, slot: number) =>
      placeOrdersSync(wallet, { deployment, orders: [{ auction, series, side, ticks, lots, slot }] });
    await place(bob, "write", 190, 30, 0);
    await place(alice, "buy", 215, 20, 0);
    await place(carol, "buy", 190, 15, 0);
    await place(carol, "buy", 190, 15, 1);
    await place(carol, "buy", 180, 5, 2);
    await place(alice, "buy", 210, 1, 9);
    const why = async (wallet: typeof alice, slot: bigint) => {
      const { code, filled } = await explainOrder(client, { deployment, accountId: market.account(wallet), slot });
      return [code, filled];
    };
    expect(await why(alice, 0n)).to.deep.equal(["pending", 0]);
    expect((await getGrid(client, { deployment, auction, series })).frozen).to.equal(true);
    const { buys, sells } = await getBook(client, { deployment, auction, series });
    expect([buys[190 - 74], sells[190 - 74]]).to.deep.equal([30, 30]);

    await market.toSolve();
    await clearAuctionSync(carol, { deployment, auction });
    expect(await why(bob, 0n)).to.deep.equal(["filled", 30]);
    expect(await why(carol, 0n)).to.deep.equal(["partlyFilled", 9]);
    expect(await why(carol, 1n)).to.deep.equal(["behind", 0]);
    expect(await why(carol, 2n)).to.deep.equal(["outbid", 0]);
    const explained = await explainOrder(client, { deployment, accountId: market.account(carol), slot: 2n });
    expect(explained.reason).to.contain("10 ticks below the price, 190");
    expect(explained.series).to.equal(series);

    await collectSync(bob, { deployment, orders: [{ accountId: market.account(carol), slot: 0n }] });
    await thrown(OrderCollectedError, why(carol, 0n));
    await thrown(SlotEmptyError, why(carol, 77n));
    const history = await getOrders(client, { deployment, accounts: [market.account(carol)], auction, chunk: 3n });
    expect(history.map(({ slot, collected }) => [slot, collected?.filled])).to.deep.equal([
      [0n, 9],
      [1n, undefined],
      [2n, undefined],
    ]);
    const [first] = history;
    if (first === undefined) throw new Error("no orders");
    expect((await explainOrder(client, { deployment, order: first.order })).code).to.equal("partlyFilled");
  });

  it("of a void auction come back whole, and a slot's next order collects the last one", async () => {
    const { deployment, client, alice, dayAuction: auction } = market;
    const accountId = market.account(alice);
    const before = await getBalance(client, { deployment, accountId });
    const order = { auction, series: market.series(1), side: "buy", ticks: 200, lots: 7, slot: 3 } as const;
    await placeOrdersSync(alice, { deployment, orders: [order] });
    await market.toDeadline();
    expect((await getAuction(client, { deployment, auction })).state).to.equal("void");
    expect((await explainOrder(client, { deployment, accountId, slot: 3n })).code).to.equal("void");
    const next = { ...order, auction: auction + 1n, series: market.series(30) };
    await placeOrdersSync(alice, { deployment, orders: [next] });
    const orders = await getOrders(client, { deployment, accounts: [accountId] });
    expect(orders.map(({ collected }) => collected?.filled)).to.deep.equal([0, undefined]);
    const taken = (await quoteOrder(client, { deployment, accountId, ...next })).cash;
    expect(await getBalance(client, { deployment, accountId })).to.equal(before - taken);
  });

  it("of lots that are held need no cash, and lots can be moved and sold on", async () => {
    const { deployment, client, alice, bob, carol, dayAuction: auction } = market;
    const series = market.series(30);
    const one = { auction, series, lots: 4, slot: 0 };
    await placeOrdersSync(alice, { deployment, orders: [{ ...one, side: "buy", ticks: 220 }] });
    await placeOrdersSync(bob, { deployment, orders: [{ ...one, side: "write", ticks: 190 }] });
    await market.toSolve();
    await clearAuctionSync(carol, { deployment, auction });
    await collectSync(carol, { deployment, orders: [{ accountId: market.account(alice), slot: 0n }] });
    await transferLotsSync(alice, { deployment, to: market.account(carol), series, lots: 3 });
    expect(await getPosition(client, { deployment, accountId: market.account(carol), series })).to.equal(3);

    // The next day's auction covers the same hour.
    await market.toDeadline();
    const later = { auction: auction + 1n, series, side: "sell", price: 1_500_000n, lots: 3, slot: 5 } as const;
    const accountId = market.account(carol);
    const quote = await quoteOrder(client, { deployment, accountId, ...later });
    expect(quote).to.include({ cash: 0n, stake: 0n, lots: 3, proceedsAtLimit: 3n * 1_500_000n - quote.feeAtLimit });
    await placeOrdersSync(carol, { deployment, orders: [later] });
    expect(await getPosition(client, { deployment, accountId, series })).to.equal(0);
  });

  it("refuse bad input with an error of its own, and change nothing", async () => {
    const { deployment, client, alice, bob, carol, dave, dayAuction: auction } = market;
    const series = market.series(3);
    const good = { auction, series, side: "buy", ticks: 200, lots: 2, slot: 0 } as const;
    await placeOrdersSync(alice, { deployment, orders: [{ ...good, slot: 9 }] });
    const before = await client.getBlockNumber();
    const place = (changes: object, wallet = alice, more: object = {}) =>
      placeOrdersSync(wallet, { deployment, orders: [{ ...good, ...changes }], ...more });

    const tick = await thrown(WrongTickError, place({ ticks: undefined, price: 2_005_000n }));
    expect([tick.below, tick.above]).to.deep.equal([2_000_000n, 2_010_000n]);
    for (const lots of [0, 2 ** 27, 2 ** 32, 1.5]) await thrown(InvalidLotsError, place({ lots }));
    await thrown(AuctionNotCollectingError, place({ auction: auction - 3n, series: market.series(3) - 72n }));
    await thrown(UnknownLaneError, place({ auction: 99n << 32n }));
    await thrown(UnknownProductError, place({ series: seriesId(99, market.firstHour) }));
    await thrown(UnknownProductError, place({ series: seriesId(99, market.firstHour), ticks: undefined, price: 1n }));
    await thrown(SeriesNotInAuctionError, place({ series: market.series(36) }));
    await thrown(OutOfBandError, place({ ticks: 73 }));
    await thrown(OutOfBandError, place({ side: "write", ticks: 326 }));
    await thrown(
      OutOfBandError,
      quoteOrder(client, { deployment, accountId: market.account(alice), ...good, ticks: 73 }),
    );
    await thrown(SlotBusyError, place({ slot: 9 }));
    await thrown(NotAuthorizedError, place({}, bob, { accountId: market.account(alice) }));
    await thrown(InsufficientCashError, place({}, dave));
    await thrown(InsufficientLotsError, place({ side: "sell" }, carol));
    const capacity = await thrown(CapacityExceededError, place({ side: "write", lots: 50_001 }, bob));
    expect(capacity.args.capacity).to.equal(50_000n);
    await thrown(AuctionNotSolvingError, clearAuctionSync(bob, { deployment, auction }));

    expect(await client.getBlockNumber()).to.equal(before);
    expect(await getOrder(client, { deployment, accountId: market.account(alice), slot: 0n })).to.equal(undefined);
    expect(await getCapacity(client, { deployment, accountId: market.account(bob), series })).to.deep.equal({
      lots: 50_000,
      used: 0,
      optedOut: false,
    });
  });

  it("are cleared by one result only, within their time", async () => {
    const { deployment, client, alice, bob, carol, dayAuction: auction } = market;
    await placeOrdersSync(alice, {
      deployment,
      orders: [{ auction, series: market.series(0), side: "buy", ticks: 200, lots: 2, slot: 0 }],
    });
    await market.toSolve();
    const before = await client.getBlockNumber();
    await thrown(HintsLengthError, clearAuctionSync(bob, { deployment, auction, hints: "0x0000" }));
    const wrong = `0x${"0000".repeat(36)}` as const;
    await thrown(NotClearingError, clearAuctionSync(bob, { deployment, auction, hints: wrong }));
    expect(await client.getBlockNumber()).to.equal(before);
    const { volume, tip, results } = await clearAuctionSync(bob, { deployment, auction });
    expect([volume, tip, results.length]).to.deep.equal([0n, 0n, 1]);
    await thrown(AlreadyClearedError, clearAuctionSync(carol, { deployment, auction }));
    const times = await getLaneTimes(client, { deployment, auction });
    expect(await getAuction(client, { deployment, auction })).to.include({
      state: "final",
      open: times.open,
      close: times.close,
      deadline: times.deadline,
    });
    const spot = await getAuction(client, { deployment, auction: BigInt(market.hourLane) << 32n });
    expect(spot.state).to.equal("void");
    await market.networkHelpers.time.increaseTo(Number(times.close) + 86_400);
    await thrown(NothingToClearError, clearAuctionSync(carol, { deployment, auction: auction + 1n }));
  });

  it("can be sent without waiting", async () => {
    const { deployment, client, alice, dayAuction: auction } = market;
    const orders = [{ auction, series: market.series(0), side: "buy", ticks: 200, lots: 2, slot: 0 } as const];
    const hash = await placeOrders(alice, { deployment, orders, gas: 400_000n });
    const receipt = await client.waitForTransactionReceipt({ hash });
    expect(placeOrders.extractEvents(deployment, receipt)).to.have.lengthOf(1);
  });
});
