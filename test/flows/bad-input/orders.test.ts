import { expect } from "chai";
import {
  AuctionNotCollectingError,
  InsufficientCashError,
  InvalidLotsError,
  NotAuthorizedError,
  placeOrdersSync,
  SideFullError,
  seriesId,
  setOperatorSync,
  UnknownProductError,
  WrongTickError,
} from "../../../sdk/src/index.ts";
import { USDC } from "../../../sdk/test/support/listing.ts";
import type { SdkMarket } from "../sdk/market.ts";
import { openRefusingMarket, type Refusals } from "./refusal.ts";

describe("bad input: orders", () => {
  let market: SdkMarket;
  let refusals: Refusals;

  beforeEach(async () => {
    ({ market, refusals } = await openRefusingMarket());
    await market.toCollect();
  });

  const order = () =>
    ({ auction: market.dayAuction, series: market.series(0), side: "buy", ticks: 200, lots: 2, slot: 0 }) as const;
  function place(changes: object = {}, wallet = market.alice, more: object = {}) {
    const { deployment } = market;
    const orders = [{ ...order(), ...changes }];
    return placeOrdersSync(refusals.noting(wallet), { deployment, orders, ...more });
  }

  it("that are good are placed, which every comparison below would see", async () => {
    const before = await refusals.stored();
    await place();
    const call = refusals.lastCall();
    const placed = await refusals.stored();
    const changed = Object.keys(before).filter(
      (address) => before[address as `0x${string}`] !== placed[address as never],
    );
    expect(changed).to.have.members([market.deployment.auction, market.deployment.ledger]);
    if (call === undefined) expect.fail("nothing was simulated");
    const other = { ...call, from: market.bob.account.address };
    expect(await refusals.force(other)).to.equal("reverted");
  });

  it("between two ticks", async () => {
    const error = await refusals.refuses(
      WrongTickError,
      [/^The price 2005000 is not a multiple of the tick size 10000\.$/, /2000000 and 2010000 quote units per lot/],
      () => place({ ticks: undefined, price: 2_005_000n }),
    );
    expect([error.below, error.above]).to.deep.equal([2_000_000n, 2_010_000n]);
  });

  it("of no lots", async () => {
    await refusals.refuses(InvalidLotsError, [/^0 is not a number of lots/, /1 to 134217727 in one order/], () =>
      place({ lots: 0 }),
    );
  });

  for (const lots of [2 ** 27, 2 ** 31, 2 ** 32, Number.MAX_SAFE_INTEGER, 1.5, -1]) {
    it(`of ${lots} lots, which no packed field holds`, async () => {
      await refusals.refuses(InvalidLotsError, [/is not a number of lots/, /Split a larger order/], () =>
        place({ lots }),
      );
    });
  }

  it("that would overflow their side of the book together", async () => {
    await market.fund(market.alice, 200_000_000n * USDC);
    await place({ ticks: 74, lots: 2 ** 27 - 2 });
    const two = () => place({ ticks: 74, lots: 2, slot: 1 });
    const { args } = await refusals.chainRefuses(
      SideFullError,
      [/room for 1 lots more on this side, the order has 2/, /Place at most 1 lots/],
      two,
    );
    expect(args.room).to.equal(1n);
  });

  it("in an auction that is over", async () => {
    await market.toSolve();
    await refusals.chainRefuses(
      AuctionNotCollectingError,
      [/takes orders from \S+Z to before \S+Z only/, /currentAuctions lists them/],
      place,
    );
  });

  it("of a product that nobody listed", async () => {
    const series = seriesId(99, market.firstHour);
    await refusals.chainRefuses(UnknownProductError, [/^There is no product 99\.$/, /numbered from 1/], () =>
      place({ series }),
    );
  });

  it("for another account, without its approval", async () => {
    const accountId = market.account(market.alice);
    const foreign = () => place({}, market.bob, { accountId });
    await refusals.chainRefuses(
      NotAuthorizedError,
      [new RegExp(`may not act for .*${market.alice.account.address}`, "i"), /setOperator, to trade/],
      foreign,
    );
    await setOperatorSync(market.alice, {
      deployment: market.deployment,
      operator: market.bob.account.address,
      allowed: true,
    });
    await foreign();
  });

  it("beyond the account's cash", async () => {
    const { args } = await refusals.chainRefuses(
      InsufficientCashError,
      [/holds 100000000 quote units, 100100000 are needed/, /Deposit at least 100000 quote units more/],
      () => place({ lots: 50 }),
    );
    expect([args.balance, args.needed]).to.deep.equal([100n * USDC, 100_100_000n]);
  });
});
