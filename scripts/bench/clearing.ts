/** Gas of clearing 24 series, whatever the number of their orders. */
import { USDC } from "../../sdk/test/support/listing.ts";
import { BASE, type Market, type Order, openMarket, type Wallet } from "./market.ts";

const BATCH = 50;
/** Ticks per side; the sides overlap by half of them. */
const SPREAD = 80;

function book(market: Market, hour: number, count: number): Order[] {
  return Array.from({ length: count }, (_, i): Order => {
    const step = (i * 37 + hour * 11) % SPREAD;
    const lots = 1 + ((i * 7) % 9);
    const slot = hour * count + i;
    const series = market.seriesAt(hour);
    return i % 2 === 0
      ? { series, side: "buy", ticks: BASE + 85 + step, lots, slot }
      : { series, side: "write", ticks: BASE + 45 + step, lots, slot };
  });
}

async function fill(market: Market, buyers: Wallet[], writers: Wallet[], perSeries: number) {
  for (let hour = 0; hour < 24; hour++) {
    const orders = book(market, hour, perSeries);
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

/** @param perSeries orders of each of the 24 series, spread over 80 ticks per side */
export async function clearing(perSeries: number): Promise<number> {
  const market = await openMarket();
  const wallets = market.traders(8);
  const [buyers, writers] = [wallets.slice(0, 4), wallets.slice(4)];
  for (const wallet of wallets) await market.fund(wallet, 10_000_000n * USDC);
  for (const wallet of writers) await market.enrol(wallet, 1_000_000n * USDC, 1_000_000);
  // Two auctions before: both buffers hold recycled words.
  let gas = 0;
  for (const orders of [20, 20, perSeries]) {
    await market.nextDay();
    await fill(market, buyers, writers, orders);
    await market.toSolve();
    gas = Number((await market.clear(wallets[0] as Wallet)).gasUsed);
  }
  return gas;
}
