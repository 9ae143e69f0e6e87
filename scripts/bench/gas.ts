/**
 * Gas of real transactions on the local chain under Osaka rules: receipts, so refunds are applied and 21,000 and
 * calldata are included. `--json` prints one line, otherwise a table.
 */
import { KIND, type Market, type Order, openMarket, REFERENCE, USDC } from "./market.ts";

type Wallet = Market["wallets"][number];
const BASE = REFERENCE - 126;

/** `count` orders of one series, half of them buys, spread over 80 ticks a side and overlapping by 40. */
function book(series: bigint, hour: number, count: number): Order[] {
  return Array.from({ length: count }, (_, i): Order => {
    const step = (i * 37 + hour * 11) % 80;
    const lots = 1 + ((i * 7) % 9);
    const slot = 1000 + hour * 2000 + i;
    return i % 2 === 0
      ? { series, kind: KIND.buy, price: BASE + 85 + step, lots, slot }
      : { series, kind: KIND.write, price: BASE + 45 + step, lots, slot };
  });
}

async function fillBooks(market: Market, buyers: Wallet[], writers: Wallet[], perSeries: number) {
  for (let hour = 0; hour < 24; hour++) {
    const orders = book(market.seriesAt(hour), hour, perSeries);
    for (const [kind, wallets] of [
      [KIND.buy, buyers],
      [KIND.write, writers],
    ] as const) {
      const own = orders.filter((order) => order.kind === kind);
      for (let i = 0, turn = 0; i < own.length; i += 50, turn++) {
        const wallet = wallets[turn % wallets.length];
        if (wallet === undefined) throw new Error("no wallet");
        await market.place(wallet, own.slice(i, i + 50));
      }
    }
  }
}

async function clearWith(perSeries: number): Promise<number> {
  const market = await openMarket();
  const buyers = market.wallets.slice(0, 4);
  const writers = market.wallets.slice(4, 8);
  for (const wallet of [...buyers, ...writers]) await market.fund(wallet, 10_000_000n * USDC);
  for (const wallet of writers) await market.enrol(wallet, 1_000_000n * USDC, 1_000_000);
  // Two auctions before, so that both buffers hold recycled words and every series has a reference.
  for (const orders of [20, 20, perSeries]) {
    await market.nextDay();
    await fillBooks(market, buyers, writers, orders);
    await market.toSolve();
    const { gasUsed } = await market.clear(buyers[0] as Wallet);
    if (orders === perSeries && perSeries !== 20) return Number(gasUsed);
  }
  throw new Error("unreachable");
}

async function placing() {
  const market = await openMarket();
  const [alice, bob, carol, maker, provider] = market.wallets as [Wallet, Wallet, Wallet, Wallet, Wallet];
  for (const wallet of [alice, bob, carol, maker, provider]) await market.fund(wallet, 1_000_000n * USDC);
  await market.enrol(provider, 100_000n * USDC, 100_000);
  const at = (hour: number, kind: 1 | 2 | 3, price: number, slot: number, lots = 5): Order => ({
    series: market.seriesAt(hour),
    kind,
    price,
    lots,
    slot,
  });
  const ten = (kind: 1 | 2 | 3, slot: number) =>
    Array.from({ length: 10 }, (_, i) => at(i, kind, kind === KIND.buy ? 215 + i : 185 + i, slot + i));
  const gas: Record<string, number> = {};
  const note = (name: string, used: bigint, over = 1) => {
    gas[name] = Math.round(Number(used) / over);
  };

  // Virgin storage: the very first order of a lane.
  await market.nextDay();
  note("placeFirstInLane", (await market.place(alice, [at(0, KIND.buy, 215, 99)])).gasUsed);

  for (let round = 0; round < 4; round++) {
    if (round > 0) await market.nextDay();
    // Others trade first, at the same ticks: histogram words and the auction's escrow are in use.
    await market.place(maker, [...ten(KIND.buy, 100), ...ten(KIND.buy, 200)]);
    await market.place(provider, ten(KIND.write, 100));
    if (round === 3) {
      // Alice's slots hold collected orders by now.
      note("placeRepeat", (await market.place(alice, [at(0, KIND.buy, 215, 0)])).gasUsed);
      note("placeBatch10PerOrder", (await market.place(alice, ten(KIND.buy, 10))).gasUsed, 10);
      note("sellRepeat", (await market.place(carol, [at(0, KIND.buy, 215, 0)])).gasUsed);
      note("placeFirst", (await market.place(bob, [at(0, KIND.buy, 215, 0)])).gasUsed);
      note("writeRepeat", (await market.place(provider, [at(0, KIND.write, 185, 0)])).gasUsed);
      note("writeBatch10PerOrder", (await market.place(provider, ten(KIND.write, 10))).gasUsed, 10);
    } else {
      await market.place(alice, [at(0, KIND.buy, 215, 0), ...ten(KIND.buy, 10)]);
      await market.place(carol, [at(0, KIND.buy, 215, 0)]);
      await market.place(provider, [at(0, KIND.write, 185, 0), ...ten(KIND.write, 10)]);
    }
    await market.toSolve();
    await market.clear(maker);
    const collect = async (wallet: Wallet, slots: number[]) => {
      const account = market.cashOf(wallet.account.address);
      const refs = slots.map((slot) => ({ account, slot: BigInt(slot) }));
      return market.receipt(market.auction.write.collect([refs], { account: wallet.account }));
    };
    const range = (from: number) => Array.from({ length: 10 }, (_, i) => from + i);
    const one = await collect(alice, [0]);
    if (round === 2) note("collectOne", one.gasUsed);
    if (round < 3) {
      await collect(alice, range(10));
      await collect(provider, [0, ...range(10)]);
      await collect(carol, [0]);
    }
  }
  // Folding: the same ten orders again, once over filled orders and once over collected ones.
  await market.nextDay();
  await market.place(maker, [...ten(KIND.buy, 100), ...ten(KIND.buy, 200)]);
  const folding = await market.place(alice, ten(KIND.buy, 10));
  gas.collectFolded = Math.round(Number(folding.gasUsed) / 10) - (gas.placeBatch10PerOrder ?? 0);
  gas.placeAndFold10PerOrder = Math.round(Number(folding.gasUsed) / 10);
  return gas;
}

const gas = await placing();
gas.clear24x100Orders = await clearWith(100);
gas.clear24x1000Orders = await clearWith(1000);
if (process.argv.includes("--json")) console.log(JSON.stringify(gas));
else console.table(gas);
