/** Gas of claims, commitments, nominations and settlement. */

import { type Hex, keccak256, parseEventLogs, type TransactionReceipt } from "viem";
import { cashAccount, type OrderSide } from "../../sdk/src/index.ts";
import { meterRootOf, type Reading, readingsTree } from "../../sdk/src/meter/index.ts";
import { HOUR, TERMS, USDC } from "../../sdk/test/support/listing.ts";
import { readingOf } from "../../sdk/test/support/reading.ts";
import { BASE, type Lines, type Market, type Order, openMarket, type Wallet } from "./market.ts";

const READINGS = 20;
/** What these readings cover at least. */
const COVERED = { providers: 5, holders: 10, shortfalls: 5 };
const ACCESS_KEY = `0x${"02".repeat(33)}` as const;

/** The same order in each of 24 hours. */
function allDay(market: Market, side: OrderSide, lots: number): Order[] {
  return Array.from({ length: 24 }, (_, hour) => ({
    series: market.seriesAt(hour),
    side,
    ticks: side === "buy" ? BASE + 141 : BASE + 111,
    lots,
    slot: hour,
  }));
}

async function bought(
  market: Market,
  buyers: readonly Wallet[],
  writers: readonly Wallet[],
  lots: (i: number) => number,
) {
  for (const wallet of [...buyers, ...writers]) await market.fund(wallet, 1_000_000n * USDC);
  for (const wallet of writers) await market.enrol(wallet, 100_000n * USDC, 100_000);
  const total = buyers.reduce((sum, _, i) => sum + lots(i), 0);
  await market.nextDay();
  for (const [i, wallet] of buyers.entries()) await market.place(wallet, allDay(market, "buy", lots(i)));
  for (const wallet of writers) await market.place(wallet, allDay(market, "write", total / writers.length));
  await market.toSolve();
  await market.clear(buyers[0] as Wallet);
  const slots = Array.from({ length: 24 }, (_, slot) => slot);
  for (const wallet of [...buyers, ...writers]) await market.collect(wallet, slots);
}

/** Wrapping lots of one hour and of a whole day, by an account that has done neither before. */
export async function wrapping(): Promise<Record<string, number>> {
  const market = await openMarket();
  const [holder, writer] = market.traders(2) as [Wallet, Wallet];
  await bought(market, [holder], [writer], () => 10);
  const account = holder.account;
  const cash = cashAccount(account.address);
  const wrap = async (hours: number[]) => {
    const series = hours.map((hour) => market.seriesAt(hour));
    const lots = hours.map(() => 2);
    const hash = market.claims.write.wrap([cash, series, lots, account.address], { account });
    return Number((await market.receipt(hash)).gasUsed);
  };
  return { wrapOne: await wrap([0]), wrap24: await wrap(Array.from({ length: 24 }, (_, hour) => hour)) };
}

/**
 * A day committed and nominated in one call each; then an hour of five providers with two to four commitments each and ten
 * holders, one of them with two nominations: twenty readings in one call, of all of them, five or more with a shortfall.
 */
export async function delivering(): Promise<Record<string, number>> {
  const market = await openMarket();
  const [holders, writers] = [market.traders(15).slice(0, 10), market.traders(15).slice(10)];
  // The first holder has 15 lots, the others 10: 105, 21 for each provider.
  await bought(market, holders, writers, (i) => (i === 0 ? 15 : 10));
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const series = hours.map((hour) => market.seriesAt(hour));
  const commit = async (wallet: Wallet, lots: number, which = series) => {
    const account = wallet.account;
    const args = [cashAccount(account.address), which, which.map(() => lots)] as const;
    return Number((await market.receipt(market.delivery.write.commit(args, { account }))).gasUsed);
  };
  const nominate = async (wallet: Wallet, lots: number, which = series) => {
    const account = wallet.account;
    const args = [cashAccount(account.address), which, which.map(() => lots), ACCESS_KEY] as const;
    return Number((await market.receipt(market.delivery.write.nominate(args, { account }))).gasUsed);
  };

  const gas: Record<string, number> = {};
  for (const [i, wallet] of writers.entries()) {
    const used = await commit(wallet, 10);
    if (i === 1) gas.commit24 = used;
    // More entries than the twenty assignments need, wherever the shift lets borders fall together.
    for (const lots of i < 2 ? [5, 4, 2] : [11]) await commit(wallet, lots, series.slice(0, 2));
  }
  for (const [i, wallet] of holders.entries()) {
    const used = await nominate(wallet, 10);
    if (i === 1) gas.nominate24 = used;
    if (i === 0) await nominate(wallet, 5, series.slice(0, 2));
  }

  await market.networkHelpers.time.increaseTo(market.firstHour() * HOUR - 900);
  await market.receipt(market.delivery.write.armShift([market.seriesAt(0)]));
  await market.networkHelpers.mine(2);
  // The first hour's settlement leaves every account and record in use.
  const earlier = await measured(market, 0);
  const readings = await measured(market, 1);
  await market.networkHelpers.time.increase(TERMS.delivery.challengeWindow + 60);
  gas.settleOne = Number((await settle(market, earlier.slice(0, 1), earlier)).gasUsed);
  await settle(market, earlier.slice(1), earlier);
  const lines = await market.lines(1);
  const settled = await settle(market, covering(readings, lines), readings);
  assertCovered(market, settled, lines);
  gas.settle20PerReading = Number(settled.gasUsed) / READINGS;
  return gas;
}

/** Readings of all assignments of an hour, every fourth with a shortfall; their root is posted. */
async function measured(market: Market, hour: number): Promise<Reading[]> {
  const series = market.seriesAt(hour);
  const readings: Reading[] = [];
  for (let commitment = 0; commitment < 14; commitment++) {
    for (let nomination = 0; nomination < 11; nomination++) {
      const [lots] = await market.delivery.read.assignmentOf([series, commitment, nomination]);
      const short = readings.length % 4 === 1;
      if (lots > 0)
        readings.push(reading(market.firstHour() + hour, commitment, nomination, lots, short ? 400_000 : 0));
    }
  }
  await market.networkHelpers.time.increaseTo((market.firstHour() + hour + 1) * HOUR + 60);
  const root = meterRootOf(1, market.firstHour() + hour, readings);
  const signature = await market.signRoot(root);
  await market.receipt(market.meter.write.postRoot([1, root.hour, root.root, root.count, [signature]]));
  return readings;
}

/** Twenty of an hour's readings: first those that bring another provider or holder, then those with a shortfall. */
function covering(readings: readonly Reading[], { commitments, nominations }: Lines): Reading[] {
  const seen = new Set<number | Hex | undefined>();
  const rank = (own: Reading) => {
    const parties = [commitments[own.commitment]?.provider, nominations[own.nomination]?.holder];
    const brings = parties.some((party) => !seen.has(party));
    for (const party of parties) seen.add(party);
    return brings ? 0 : own.lostProviderPpm > 0 ? 1 : 2;
  };
  const ranked = readings.map((own) => ({ own, rank: rank(own) })).sort((a, b) => a.rank - b.rank);
  const chosen = ranked.slice(0, READINGS).map(({ own }) => own);
  return readings.filter((own) => chosen.includes(own));
}

/** By what the chain says: who served whom in each settled reading, and which of them paid the holder something back. */
function assertCovered(market: Market, { logs }: TransactionReceipt, { commitments, nominations }: Lines): void {
  const settled = parseEventLogs({ abi: market.settlement.abi, eventName: "ReadingSettled", logs }).map(
    (log) => log.args,
  );
  const covered = {
    providers: new Set(settled.map(({ commitment }) => commitments[commitment]?.provider)).size,
    holders: new Set(settled.map(({ nomination }) => nominations[nomination]?.holder)).size,
    shortfalls: settled.filter(({ paid }) => paid > 0n).length,
  };
  const enough = (name: keyof typeof COVERED) => covered[name] >= COVERED[name];
  if (settled.length !== READINGS || !enough("providers") || !enough("holders") || !enough("shortfalls")) {
    throw new Error(`${settled.length} readings cover ${JSON.stringify(covered)}`);
  }
}

/** Settles `some` of all the readings of an hour in one call. */
function settle(market: Market, some: readonly Reading[], all: readonly Reading[]): Promise<TransactionReceipt> {
  const tree = readingsTree(all);
  const proofs = some.map((own) => tree.getProof(all.indexOf(own)) as Hex[]);
  return market.receipt(market.settlement.write.settle([some, proofs]));
}

function reading(hour: number, commitment: number, nomination: number, lots: number, lostProviderPpm: number): Reading {
  const assigned = { product: 1, hour, commitment, nomination, lots };
  return readingOf(assigned, lostProviderPpm, { carbonG: 0n, samplesRoot: keccak256("0x01") });
}
