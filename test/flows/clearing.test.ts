import { expect } from "chai";
import { type Interval, TICKS } from "../../sdk/src/clearing/index.ts";
import type { LaneParameters } from "../../sdk/src/index.ts";
import { DAY, HOUR, HOUR_AHEAD, PARAMS } from "../../sdk/test/support/listing.ts";
import { KINDS, type Kind, randomBook } from "./fixtures/books.ts";
import { type AuctionRun, checkRejected, checkTwin, clear, fill, SDK } from "./fixtures/clearings.ts";
import { deployExchange, type Exchange, raise } from "./fixtures/exchange.ts";
import { checkBalances, checkCollected, checkPositions } from "./fixtures/fills.ts";
import { type Market, openMarket, type ProductTerms } from "./fixtures/market.ts";
import { deployProbe, type Probe } from "./fixtures/probe.ts";
import { Random } from "./fixtures/random.ts";
import { References } from "./fixtures/references.ts";
import { Traders } from "./fixtures/traders.ts";

/** Low and high references, coarse and fine ticks. */
const PRODUCTS: readonly ProductTerms[] = [
  { tickSize: 10_000n, initialReference: 200 },
  { tickSize: 1n, initialReference: 1 },
  { tickSize: 7n, initialReference: 100 },
  { tickSize: 1n, initialReference: 2 ** 23 },
  { tickSize: 1_000_000n, initialReference: 127 },
  { tickSize: 3n, initialReference: 5_000 },
];
const DAY_AHEAD: LaneParameters = { lead: 3 * HOUR, window: 24, stride: 24, collect: 2 * HOUR, solve: HOUR };
/** Each has one day-ahead and 24 hour-ahead auctions. Both buffers of each lane are used in turn. */
const DAYS = 8;
/** Every so many hour-ahead auctions nobody clears. */
const VOID_EVERY = 12;
const TRADERS = 5;
const SEED = 20_261_121;
/** Books that are tried with every interval there is. */
const IN_FULL: readonly Kind[] = ["interval", "crossed", "edges"];

describe("clearing, against a reference that tries every price", function () {
  this.timeout(600_000);

  const random = new Random(SEED);
  const auctions: AuctionRun[] = [];
  const kinds = new Map<Kind, number>();
  const count = { cleared: 0, probed: 0, traded: 0, void: 0 };
  let exchange: Exchange;
  let market: Market;
  let traders: Traders;
  let references: References;
  let probe: Probe;
  let dayLane: number;
  let hourLane: number;
  let firstDay: number;

  before(async () => {
    exchange = await deployExchange();
    market = await openMarket(exchange, PRODUCTS, [DAY_AHEAD, HOUR_AHEAD]);
    [dayLane = 0, hourLane = 0] = market.lanes;
    firstDay = Math.floor((await exchange.networkHelpers.time.latest()) / DAY) + 1;
    const users = exchange.addresses.slice(1, 1 + TRADERS);
    for (const user of users) await exchange.fund(user, 10n ** 27n);
    traders = new Traders(exchange, users, random);
    const initial = PRODUCTS.map(({ initialReference }, i) => [market.products[i] ?? 0, initialReference] as const);
    references = new References(new Map(initial), PARAMS.minVolume);
    probe = await deployProbe(exchange);
  });

  /** A book of a random kind; one with orders at every tick now and then. */
  function anyBook(bottom: number) {
    const drawn = random.pick(KINDS);
    const kind = drawn === "full ticks" && random.chance(0.9) ? "wide" : drawn;
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    return randomBook(random, kind, bottom);
  }

  async function run(lane: number, terms: LaneParameters, number: number, orders = anyBook): Promise<AuctionRun> {
    const firstSlot = lane === dayLane ? 100_000 : (number % 2) * 10_000;
    const plan = { lane, terms, number, products: market.products, firstSlot, orders };
    const auction = await fill(exchange, traders, references, plan);
    auctions.push(auction);
    for (const series of auction.series) if (series !== undefined) checkTwin(SDK, series);
    return auction;
  }

  async function settle(auction: AuctionRun): Promise<void> {
    await clear(exchange, references, auction);
    count.cleared += auction.series.length;
    count.traded += auction.series.filter((series) => series !== undefined && series.expected.volume > 0).length;
  }

  /** Intervals around the right one, and some from anywhere, also such as are none. */
  function wrong({ lo, hi }: Interval): Interval[] {
    const around = [-2, -1, 0, 1, 2].flatMap((a) => [-2, -1, 0, 1, 2].map((b) => ({ lo: lo + a, hi: hi + b })));
    const anywhere = Array.from({ length: 12 }, () => ({ lo: random.int(0, 255), hi: random.int(0, 255) }));
    const fits = (tick: number) => tick >= 0 && tick <= 255;
    return [...around, ...anywhere].filter((one) => fits(one.lo) && fits(one.hi) && !same(one, { lo, hi }));
  }

  it("accepts the reference's price and volume, and none of the intervals around it", async () => {
    for (let i = 0; i < DAYS; i++) {
      const day = firstDay + 3 * i;
      const dayAhead = await run(dayLane, DAY_AHEAD, day);
      await settle(dayAhead);
      await traders.collect(dayAhead.series.flatMap((series) => series?.orders ?? []));
      for (let hour = 0; hour < 24; hour++) {
        const number = 24 * day + hour;
        const hourAhead = await run(hourLane, HOUR_AHEAD, number);
        if (number % VOID_EVERY === 0) {
          count.void += hourAhead.series.length;
          continue;
        }
        for (const [index, series] of hourAhead.series.entries()) {
          const pairs = wrong(series?.interval ?? raise("a series without orders"));
          await checkRejected(SDK, probe, hourAhead, index, pairs);
          count.probed += pairs.length;
        }
        await settle(hourAhead);
      }
    }
    expect(count.cleared).to.be.greaterThan(2_000);
    expect(count.traded).to.be.greaterThan(1_000);
    for (const kind of KINDS) expect(kinds.get(kind), kind).to.be.greaterThan(10);
  });

  it("accepts none of all other intervals", async () => {
    for (const [i, kind] of IN_FULL.entries()) {
      let books = 0;
      const orders = (bottom: number) => (books++ === 0 ? randomBook(random, kind, bottom) : []);
      const number = 24 * (firstDay + 3 * DAYS) + i;
      const auction = await run(hourLane, HOUR_AHEAD, number, orders);
      const right = auction.series[0]?.interval ?? raise("a series without orders");
      const others: Interval[] = [];
      for (let lo = 0; lo < TICKS; lo++) for (let hi = lo; hi < TICKS; hi++) others.push({ lo, hi });
      await checkRejected(
        SDK,
        probe,
        auction,
        0,
        others.filter((one) => !same(one, right)),
      );
      count.probed += others.length - 1;
      await settle(auction);
    }
  });

  it("fills every order as the reference does, and says why", async () => {
    await exchange.warp(24 * (firstDay + 3 * DAYS + 1) * HOUR);
    const open = auctions.flatMap(({ series }) => series.flatMap((one) => one?.orders ?? []));
    await traders.collect(open.filter((order) => traders.filled(order) === undefined));
    const codes = checkCollected(traders, auctions);
    const orders = [...codes.values()].reduce((a, b) => a + b);
    for (const code of ["filled", "partlyFilled", "behind", "outbid", "noTrade", "void"] as const) {
      expect(codes.get(code), code).to.be.greaterThan(20);
    }
    console.log(`      ${orders} orders, ${JSON.stringify({ ...count, ...Object.fromEntries(codes) })}`);
  });

  it("moves lots from sellers to buyers and leaves nothing in escrow", async () => {
    await checkPositions(exchange, traders, auctions);
    await checkBalances(exchange, traders, market, auctions);
  });
});

function same(a: Interval, b: Interval): boolean {
  return a.lo === b.lo && a.hi === b.hi;
}
