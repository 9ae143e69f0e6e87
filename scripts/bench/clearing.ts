/** Gas of clearing 24 series, whatever the number of their orders. */
import { USDC } from "../../sdk/test/support/listing.ts";
import { BASE, type Market, type Order, openMarket, type Wallet } from "./market.ts";

const BATCH = 50;
/** Ticks per side; the sides overlap by half of them. */
const SPREAD = 80;
const LEAST_TICKS = 60;

function book(market: Market, hour: number, count: number): Order[] {
  return Array.from({ length: count }, (_, i): Order => {
    // Of the order on its side: 37 and 80 have no common factor, so a side's first 80 orders stand at ticks of their own.
    const step = (Math.floor(i / 2) * 37 + hour * 11) % SPREAD;
    const lots = 1 + ((i * 7) % 17);
    const slot = hour * count + i;
    const series = market.seriesAt(hour);
    return i % 2 === 0
      ? { series, side: "buy", ticks: BASE + 85 + step, lots, slot }
      : { series, side: "write", ticks: BASE + 45 + step, lots, slot };
  });
}

/** A side stands at 60 ticks or more, one for each order where it has fewer, and they lie at least 60 apart. */
function assertSpread(orders: readonly Order[]): void {
  for (const side of ["buy", "write"]) {
    const own = orders.filter((order) => order.side === side).map(({ ticks }) => ticks);
    const used = new Set(own).size;
    const span = Math.max(...own) - Math.min(...own) + 1;
    if (used < Math.min(LEAST_TICKS, own.length) || span < LEAST_TICKS) {
      throw new Error(`${own.length} ${side} orders stand at ${used} ticks over a span of ${span}`);
    }
  }
}

async function fill(market: Market, buyers: Wallet[], writers: Wallet[], perSeries: number) {
  for (let hour = 0; hour < 24; hour++) {
    const orders = book(market, hour, perSeries);
    assertSpread(orders);
    for (const [side, wallets] of [
      ["buy", buyers],
      ["write", writers],
    ] as const) {
      const own = orders.filter((order) => order.side === side);
      for (let i = 0, turn = 0; i < own.length; i += BATCH, turn++) {
        await market.place(wallets[turn % wallets.length] as Wallet, own.slice(i, i + BATCH));
      }
    }
  }
}

/** @param perSeries orders of each of the 24 series, half of them on each side, spread over its 80 ticks */
export async function clearing(perSeries: number): Promise<number> {
  const market = await openMarket();
  const wallets = market.traders(8);
  const [buyers, writers] = [wallets.slice(0, 4), wallets.slice(4)];
  for (const wallet of wallets) await market.fund(wallet, 10_000_000n * USDC);
  for (const wallet of writers) await market.enrol(wallet, 1_000_000n * USDC, 1_000_000);
  // Two auctions before: both buffers hold recycled words, and the grid is built around the last price, so that whatever
  // the number of orders prices are near its middle, where depths are the dearest to read.
  let gas = 0;
  for (const orders of [100, 100, perSeries]) {
    await market.nextDay();
    await fill(market, buyers, writers, orders);
    await market.toSolve();
    gas = Number((await market.clear(wallets[0] as Wallet)).gasUsed);
  }
  return gas;
}
