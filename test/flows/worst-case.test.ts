import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { ROOT } from "../../scripts/lib/paths.ts";
import { encodeHints } from "../../sdk/src/clearing/index.ts";
import type { LaneParameters } from "../../sdk/src/index.ts";
import { DAY, HOUR, HOUR_AHEAD, TERMS } from "../../sdk/test/support/listing.ts";
import { call, deployExchange, type Exchange, RevertedError, raise } from "./fixtures/exchange.ts";
import { cashOf, KIND, pair, placementOf } from "./fixtures/ids.ts";
import { openMarket, timesOf } from "./fixtures/market.ts";

const MECHANISM = join(ROOT, "docs", "mechanism.md");
const PRODUCTS = 4;
const GAS_BAR = 15_000_000n;

/** Ticks that a sell and a buy stand at, crossed: both ends of the interval lie in the middle of a block of leaves. */
const INTERVALS = [
  { lo: 41, hi: 209 },
  { lo: 42, hi: 210 },
  { lo: 3, hi: 121 },
  { lo: 20, hi: 220 },
];

function lane(window: number): LaneParameters {
  return { lead: 12 * HOUR, window, stride: 48, collect: 47 * HOUR, solve: HOUR };
}

function fourProducts(exchange: Exchange, window: number) {
  const listed = Array.from({ length: PRODUCTS }, () => TERMS.trade);
  return openMarket(exchange, listed, [lane(window), HOUR_AHEAD]);
}

describe("the largest market", function () {
  this.timeout(120_000);

  it("clears within 15M gas, whatever the orders: all series traded, results and references on fresh slots", async () => {
    const exchange = await deployExchange();
    const { auction, lens, addresses, products, networkHelpers, send, fund, warp } = exchange;
    const [buyer = raise("no accounts"), seller = raise("no accounts")] = addresses;
    await fund(buyer, 10n ** 18n);
    await fund(seller, 10n ** 18n);
    const window = Math.floor(Number(await products.read.MAX_SERIES()) / PRODUCTS);
    const market = await fourProducts(exchange, window);

    const now = await networkHelpers.time.latest();
    let number = Math.ceil(now / (2 * DAY)) + 1;
    const gas: bigint[] = [];
    for (const { lo, hi } of INTERVALS) {
      number++;
      const id = pair(market.lanes[0] ?? raise("no lane"), number);
      const times = timesOf(lane(window), number);
      await warp(times.open);
      for (const product of market.products) {
        const [base] = await lens.read.gridOf([id, pair(product, number * 48)]);
        for (const [user, kind, tick] of [
          [buyer, KIND.buy, hi],
          [seller, KIND.write, lo],
        ] as const) {
          const orders = Array.from({ length: window }, (_, hour) => {
            const series = pair(product, number * 48 + hour);
            return placementOf({
              auction: id,
              series,
              kind,
              price: base + tick,
              lots: 10,
              slot: product * window + hour,
            });
          });
          await send(user, call(auction, "placeOrders", [cashOf(user), orders]));
        }
      }
      await warp(times.close);
      const hints = encodeHints(Array.from({ length: PRODUCTS * window }, () => ({ lo, hi })));
      gas.push((await send(buyer, call(auction, "clear", [id, hints]), 16_777_216n)).gasUsed);
    }
    const most = gas.reduce((a, b) => (a > b ? a : b));
    console.log(`      ${PRODUCTS * window} series: ${most} gas, ${most / BigInt(PRODUCTS * window)} each`);
    expect(most < GAS_BAR, `${most}`).to.equal(true);
    // What the documentation argues with.
    expect(readFileSync(MECHANISM, "utf8")).to.include(`${most.toLocaleString("en")},`);
  });

  it("has no series more", async () => {
    const exchange = await deployExchange();
    const window = Math.floor(Number(await exchange.products.read.MAX_SERIES()) / PRODUCTS);
    const refused = await fourProducts(exchange, window + 1).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(RevertedError);
    expect(String(refused)).to.include('InvalidMarket("window")');
  });
});
