/** Gas of signed orders that somebody else places. */
import { USDC } from "../../sdk/test/support/listing.ts";
import { BASE, type Order, openMarket, type Wallet } from "./market.ts";

const ROUNDS = 3;
const TEN = Array.from({ length: 10 }, (_, i) => i);

/**
 * Per order, ten of them in one transaction of somebody else, each at a tick of its own: `relay10PerOrder` by ten users
 * in one hour; `relay10HoursPerOrder` by ten users in ten hours; `relay10OwnPerOrder` by one user in ten hours. Users
 * have traded before, their slots are collected, and others trade at the same ticks.
 */
export async function relaying(): Promise<Record<string, number>> {
  return {
    relay10PerOrder: await relayed((i) => ({ user: i, hour: 0 })),
    relay10HoursPerOrder: await relayed((i) => ({ user: i, hour: i })),
    relay10OwnPerOrder: await relayed((i) => ({ user: 0, hour: i })),
  };
}

/** @param of Whose the order `i` is, and in which hour. */
async function relayed(of: (i: number) => { readonly user: number; readonly hour: number }): Promise<number> {
  const market = await openMarket();
  const [relayer, maker, provider, ...users] = market.traders(13) as [Wallet, Wallet, Wallet, ...Wallet[]];
  for (const wallet of [maker, provider, ...users]) await market.fund(wallet, 1_000_000n * USDC);
  await market.enrol(provider, 100_000n * USDC, 100_000);
  const owner = (i: number) => users[of(i).user] as Wallet;
  const buy = (i: number): Order => ({
    ...{ series: market.seriesAt(of(i).hour), side: "buy", ticks: BASE + 141 + i, lots: 5, slot: i },
  });
  const offer = (i: number): Order => ({
    ...{ series: market.seriesAt(i), side: "write", ticks: BASE + 111, lots: 200, slot: i },
  });
  for (let round = 1; ; round++) {
    await market.nextDay();
    await market.place(maker, TEN.map(buy));
    await market.place(provider, TEN.map(offer));
    const signed = await Promise.all(TEN.map((i) => market.sign(owner(i), buy(i))));
    const { gasUsed } = await market.relay(relayer, signed);
    if (round === ROUNDS) return Number(gasUsed) / 10;
    await market.toSolve();
    await market.clear(maker);
    for (const i of TEN) await market.collect(owner(i), [i]);
    await market.collect(maker, TEN);
    await market.collect(provider, TEN);
  }
}
