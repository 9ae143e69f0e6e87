import { expect } from "chai";
import {
  auctionEscrowAccount,
  clearAuctionSync,
  collectSync,
  getAuction,
  getBalance,
  getFreeSlots,
  getOrder,
  getPositions,
  getResult,
  getTotal,
  placeOrdersSync,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import { openSdkMarket } from "./market.ts";

describe("sdk: a day-ahead auction from order to position", () => {
  it("places by price and by tick, clears, collects", async () => {
    const market = await openSdkMarket();
    const { deployment, alice, bob, carol, client, dayAuction: auction } = market;
    await market.fund(alice, 1_000n * USDC);
    await market.fund(bob, 1_000n * USDC);
    await market.enrol(bob, 100n * USDC, 50);
    await market.toCollect();
    const series = market.series(3);

    expect((await getAuction(client, { deployment, auction })).state).to.equal("collect");
    const bought = await placeOrdersSync(alice, {
      deployment,
      orders: [{ auction, series, side: "buy", price: 2_100_000n, lots: 12, slot: 0 }],
    });
    expect(bought.placed).to.have.lengthOf(1);
    expect(bought.placed[0]?.order).to.include({ price: 210, lots: 12, ahead: 0 });
    await placeOrdersSync(bob, {
      deployment,
      orders: [{ auction, series, side: "write", ticks: 190, lots: 20, slot: 7 }],
    });

    const slotsOf = (wallet: typeof alice, options = {}) =>
      getFreeSlots(client, { deployment, accountId: market.account(wallet), ...options });
    expect(await slotsOf(alice)).to.deep.equal([1]);
    expect(await slotsOf(bob, { count: 10 })).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 8, 9, 10]);
    expect(await slotsOf(bob, { from: 7, count: 2 })).to.deep.equal([8, 9]);

    await market.toSolve();
    expect(await slotsOf(alice)).to.deep.equal([1]);
    const cleared = await clearAuctionSync(carol, { deployment, auction });
    expect(cleared.volume).to.equal(12n);
    expect(cleared.tip).to.equal(cleared.fees / 2n);
    expect(cleared.results[0]?.result).to.deep.equal(await getResult(client, { deployment, auction, series }));
    expect((await getAuction(client, { deployment, auction })).clearer?.toLowerCase()).to.equal(carol.account.address);

    // Final, though not collected yet: the next order in the slot collects it.
    expect(await slotsOf(alice)).to.deep.equal([0]);
    const orders = [
      { accountId: market.account(alice), slot: 0n },
      { accountId: market.account(bob), slot: 7n },
    ];
    const { collected } = await collectSync(carol, { deployment, orders });
    expect(collected.map(({ filled }) => filled)).to.deep.equal([12, 12]);
    expect((await getOrder(client, { deployment, accountId: market.account(alice), slot: 0n }))?.lots).to.equal(0);

    const range = { deployment, product: market.product, fromHour: market.firstHour + 2, toHour: market.firstHour + 5 };
    const long = await getPositions(client, { ...range, accountId: market.account(alice) });
    const short = await getPositions(client, { ...range, accountId: market.account(bob) });
    expect(long.map(({ lots }) => lots)).to.deep.equal([0, 12, 0]);
    expect(short.map(({ lots }) => lots)).to.deep.equal([0, -12, 0]);
    expect(await getBalance(client, { deployment, accountId: auctionEscrowAccount(auction) })).to.equal(0n);
    expect(await getTotal(client, { deployment })).to.equal(2_000n * USDC);
  });
});
