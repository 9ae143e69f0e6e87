/** Gas of placing and collecting. */
import type { OrderSide } from "../../sdk/src/index.ts";
import { USDC } from "../../sdk/test/support/listing.ts";
import { BASE, type Market, type Order, openMarket, type Wallet } from "./market.ts";

const ROUNDS = 4;
const range = (from: number, count = 10) => Array.from({ length: count }, (_, i) => from + i);

/** Ten orders in ten hours, buys above and sells below the reference, so that all of them fill. */
function ten(market: Market, side: OrderSide, slot: number, lots = 5): Order[] {
  return range(0).map((i) => one(market, side, slot + i, i, lots));
}

function one(market: Market, side: OrderSide, slot: number, hour = 0, lots = 5): Order {
  const ticks = side === "buy" ? BASE + 141 + hour : BASE + 111 + hour;
  return { series: market.seriesAt(hour), side, ticks, lots, slot };
}

/**
 * `place…` in an auction where others trade at the same ticks: histogram words are recycled, its escrow is in use.
 * `…First` is a new account's first order, `…Repeat` one in a slot that was collected before; per order in a batch of
 * ten; `InLane` on a chain where nobody has ever traded.
 */
export async function placing(): Promise<Record<string, number>> {
  const market = await openMarket();
  const [alice, bob, holder, maker, provider] = market.traders(5) as [Wallet, Wallet, Wallet, Wallet, Wallet];
  for (const wallet of [alice, bob, holder, maker, provider]) await market.fund(wallet, 1_000_000n * USDC);
  await market.enrol(provider, 100_000n * USDC, 100_000);
  const gas: Record<string, number> = {};
  const place = async (wallet: Wallet, orders: Order[]) => Number((await market.place(wallet, orders)).gasUsed);
  const collect = async (wallet: Wallet, slots: number[]) => Number((await market.collect(wallet, slots)).gasUsed);

  await market.nextDay();
  gas.placeFirstInLane = await place(alice, [one(market, "buy", 99)]);
  for (let round = 1; round <= ROUNDS; round++) {
    if (round > 1) await market.nextDay();
    const measured = round === ROUNDS;
    await place(maker, [...ten(market, "buy", 100), ...ten(market, "buy", 200)]);
    await place(provider, [...ten(market, "write", 100), ...ten(market, "write", 200, 50)]);
    const repeat = await place(alice, [one(market, "buy", 0)]);
    const batch = (await place(alice, ten(market, "buy", 10))) / 10;
    await place(holder, [one(market, "buy", 0), ...ten(market, "buy", 10, 20)]);
    const write = await place(provider, [one(market, "write", 0)]);
    const writeBatch = (await place(provider, ten(market, "write", 10))) / 10;
    if (measured) {
      gas.placeRepeat = repeat;
      gas.placeBatch10PerOrder = batch;
      gas.placeFirst = await place(bob, [one(market, "buy", 0)]);
      gas.writeRepeat = write;
      gas.writeBatch10PerOrder = writeBatch;
      break;
    }
    await market.toSolve();
    await market.clear(maker);
    gas.collectOne = await collect(alice, [0]);
    await collect(alice, range(10));
    await collect(provider, [0, ...range(10)]);
    await collect(holder, [0, ...range(10)]);
  }
  return gas;
}

/** Sells of lots that an earlier gate's fill brought, in the next auction over the same hours. */
export async function selling(): Promise<Record<string, number>> {
  const market = await openMarket({ window: 48 });
  const [holder, maker, provider] = market.traders(3) as [Wallet, Wallet, Wallet];
  for (const wallet of [holder, maker, provider]) await market.fund(wallet, 1_000_000n * USDC);
  await market.enrol(provider, 100_000n * USDC, 100_000);
  const later = (orders: Order[]) => orders.map((order) => ({ ...order, series: order.series + 24n }));
  for (let round = 1; ; round++) {
    await market.nextDay();
    if (round > 1) {
      const sell = await market.place(holder, [one(market, "sell", 50)]);
      const batch = await market.place(holder, ten(market, "sell", 60));
      if (round === ROUNDS) {
        return { sellRepeat: Number(sell.gasUsed), sellBatch10PerOrder: Number(batch.gasUsed) / 10 };
      }
    }
    // The second day of the window is the first of the next auction's.
    await market.place(provider, later(ten(market, "write", 10, 50)));
    await market.place(holder, later(ten(market, "buy", 10, 50)));
    await market.place(maker, ten(market, "buy", 10));
    await market.toSolve();
    await market.clear(maker);
    await market.collect(holder, [...range(10), ...(round > 1 ? [50, ...range(60)] : [])]);
    await market.collect(provider, range(10));
    await market.collect(maker, range(10));
  }
}

/**
 * The same ten orders over collected and over filled ones: what folding a fill into the next order adds. The other side
 * of the fill is still in escrow, so that emptying it refunds nothing.
 */
export async function folding(): Promise<Record<string, number>> {
  const run = async (side: "buy" | "write", fold: boolean) => {
    const market = await openMarket();
    const [alice, maker, provider] = market.traders(3) as [Wallet, Wallet, Wallet];
    for (const wallet of [alice, maker, provider]) await market.fund(wallet, 1_000_000n * USDC);
    await market.enrol(provider, 100_000n * USDC, 100_000);
    const buys = () => market.place(alice, ten(market, "buy", 10));
    const writes = () => market.place(provider, ten(market, "write", 10, 50));
    const [own, place, placeOther] = side === "buy" ? [alice, buys, writes] : [provider, writes, buys];
    for (let round = 1; ; round++) {
      await market.nextDay();
      await market.place(maker, ten(market, "buy", 100, 45));
      const { gasUsed } = await place();
      if (round === ROUNDS) return Number(gasUsed) / 10;
      await placeOther();
      await market.toSolve();
      await market.clear(maker);
      if (!fold || round < ROUNDS - 1) await market.collect(own, range(10));
    }
  };
  const added = async (side: "buy" | "write") => (await run(side, true)) - (await run(side, false));
  return { collectFolded: await added("buy"), collectFoldedWrite: await added("write") };
}
