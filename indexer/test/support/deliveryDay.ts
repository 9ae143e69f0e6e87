/**
 * What follows a day of trading, in four hours of it: full delivery and a shortfall, lots that nobody nominated; a
 * provider who does not show up, nominations without a commitment, a missing leaf, a dispute won by the holder and one
 * that the second quorum leaves undecided; a series whose root never comes.
 */
import { seriesId } from "@clearhour/sdk";
import { meterRootOf, type Reading, readingHash, readingsTree, signRoot, signVerdict } from "@clearhour/sdk/meter";
import { type Hex, keccak256 } from "viem";
import { HOUR, TERMS, USDC } from "../../../sdk/test/support/listing.ts";
import { readingOf } from "../../../sdk/test/support/reading.ts";
import { cash, type Exchange } from "./exchange.ts";
import { alice, bob, carol, DELIVERED, keeper, provider, rival } from "./tradingDay.ts";

const [FULL, DISPUTED, ROOTLESS, LATE] = DELIVERED;
const KEY: Hex = `0x${"02".repeat(33)}`;
const { challengeWindow: CHALLENGE, decisionWindow: DECISION, gateClosure: GATE } = TERMS.delivery;

/** @param first the first hour of the day that was traded */
export async function deliverDay(exchange: Exchange, first: number): Promise<void> {
  const { send, warp } = exchange;
  const at = (hour: number) => seriesId(1, first + hour);
  const four = DELIVERED.map(at);

  await send(provider, "delivery", "commit", cash(provider), four, [30, 30, 30, 30]);
  await send(rival, "delivery", "commit", cash(rival), [at(FULL), at(ROOTLESS)], [20, 20]);
  await send(alice, "delivery", "nominate", cash(alice), four, [25, 25, 25, 25], KEY);
  await send(bob, "delivery", "nominate", cash(bob), four, [15, 15, 15, 15], KEY);
  await send(carol, "delivery", "nominate", cash(carol), four.slice(0, 3), [5, 10, 5], KEY);
  for (const oracle of exchange.oracles.slice(0, 2)) {
    await exchange.fund(oracle, 100n * USDC);
    await send(oracle, "meter", "bondOracle", 1, 8n * USDC);
  }

  await warp((first + FULL) * HOUR - GATE);
  await send(keeper, "delivery", "armShift", at(FULL));
  await warp((first + FULL) * HOUR - GATE + 60);
  // An entry that comes after the day's seed gives its series one of its own.
  await send(carol, "delivery", "nominate", cash(carol), [at(LATE)], [4], KEY);

  await deliverFully(exchange, first + FULL);
  await disputeAll(exchange, first + DISPUTED);
  await withoutRoot(exchange, first + ROOTLESS);
  await send(keeper, "delivery", "armShift", at(LATE));
  await warp((first + ROOTLESS + 2) * HOUR);
  await send(keeper, "delivery", "fixShift", at(LATE));
  await leave(exchange);
}

/** The rival delivers half of what it owes; ten lots met nobody. */
async function deliverFully(exchange: Exchange, hour: number) {
  const { send, warp } = exchange;
  const series = seriesId(1, hour);
  await send(keeper, "delivery", "fixShift", series);
  const readings = await readingsOf(exchange, hour, (commitment) => (commitment === 1 ? 500_000 : 0));
  await warp((hour + 1) * HOUR + 60);
  await postRoot(exchange, hour, readings);
  await warp((hour + 1) * HOUR + 60 + CHALLENGE + 60);
  await settle(exchange, readings, readings);
  for (const commitment of [0, 1]) {
    await send(keeper, "delivery", "releaseUnassigned", series, commitment).catch(() => undefined);
  }
}

/** The rival never committed: it defaults, and nominations are left over. */
async function disputeAll(exchange: Exchange, hour: number) {
  const { read, send, warp } = exchange;
  const series = seriesId(1, hour);
  await warp((hour + 1) * HOUR + 60);
  await send(keeper, "delivery", "defaultShort", cash(rival), series);
  await send(keeper, "delivery", "fixShift", series);
  const readings = await readingsOf(exchange, hour, () => 0);
  const [shown = reading(hour, 0, 0, 1, 0), missing = shown] = readings;
  const leaves = readings.filter((one) => one !== missing);
  await postRoot(exchange, hour, leaves);
  const proof = leaves.length === 0 ? [] : (readingsTree(leaves).getProof(leaves.indexOf(shown)) as Hex[]);
  const holderOf = async (of: Reading) => {
    const id = (await read<bigint>("delivery", "nominationOf", series, of.nomination)) >> 64n;
    return [alice, bob, carol].find(({ address }) => BigInt(address) === (id & ((1n << 160n) - 1n))) ?? alice;
  };
  const first = await holderOf(shown);
  await send(first, "settlement", "dispute", cash(first), shown, proof);
  if (missing !== shown) {
    await send(
      provider,
      "settlement",
      "disputeMissing",
      cash(provider),
      series,
      missing.commitment,
      missing.nomination,
    );
  }

  const domain = { chainId: 31_337, verifyingContract: exchange.deployment.meter };
  const verdict = { ...shown, deliveredPpm: 0, lostProviderPpm: 1_000_000 };
  const signatures = await Promise.all(
    exchange.oracles.map((oracle) => signVerdict(oracle, domain, { dispute: 1n, reading: readingHash(verdict) })),
  );
  await send(keeper, "settlement", "decide", 1n, verdict, signatures);
  const opened = Number((await exchange.block()).timestamp);
  await warp(opened + DECISION + 60);
  if (missing !== shown) await send(keeper, "meter", "closeSilent", 2n);
  await warp(opened + DECISION + 2 * CHALLENGE + 120);
  await settle(
    exchange,
    leaves.filter((one) => one !== shown),
    leaves,
  ).catch(() => undefined);
  if (missing !== shown) {
    await send(keeper, "settlement", "settleMissingLeaf", series, missing.commitment, missing.nomination);
  }
  for (const nomination of [0, 1, 2]) {
    await send(keeper, "delivery", "claimCompensation", series, nomination).catch(() => undefined);
  }
  await send(keeper, "delivery", "sweepCompensation", series).catch(() => undefined);
}

async function withoutRoot(exchange: Exchange, hour: number) {
  const series = seriesId(1, hour);
  const { send, warp } = exchange;
  await warp((hour + 1) * HOUR + 1800 + 60);
  await send(keeper, "delivery", "armShift", series);
  await warp((hour + 1) * HOUR + 1800 + 120);
  await send(keeper, "delivery", "fixShift", series);
  for (const { commitment, nomination } of await readingsOf(exchange, hour, () => 0)) {
    await send(keeper, "settlement", "settleWithoutRoot", series, commitment, nomination);
  }
}

/** Stake and bonds that leave. */
async function leave({ send, oracles }: Exchange) {
  await send(provider, "providers", "unbond", cash(provider), 100n * USDC);
  await send(provider, "providers", "register", cash(provider), 1, 400, "https://provider.example/new");
  const [oracle] = oracles;
  if (oracle !== undefined) await send(oracle, "meter", "unbondOracle", 1, 1n * USDC);
}

async function readingsOf(exchange: Exchange, hour: number, lostPpm: (commitment: number) => number) {
  const series = seriesId(1, hour);
  const readings: Reading[] = [];
  for (const commitment of [0, 1]) {
    for (const nomination of [0, 1, 2]) {
      const [lots] = await exchange
        .read<[number]>("delivery", "assignmentOf", series, commitment, nomination)
        .catch((): [number] => [0]);
      if (lots > 0) readings.push(reading(hour, commitment, nomination, lots, lostPpm(commitment)));
    }
  }
  return readings;
}

async function postRoot({ deployment, oracles, send }: Exchange, hour: number, readings: readonly Reading[]) {
  const domain = { chainId: 31_337, verifyingContract: deployment.meter };
  const root = meterRootOf(1, hour, readings);
  const signatures = await Promise.all(oracles.map((oracle) => signRoot(oracle, domain, root)));
  await send(keeper, "meter", "postRoot", 1, hour, root.root, root.count, signatures);
}

async function settle({ send }: Exchange, some: readonly Reading[], all: readonly Reading[]) {
  const tree = readingsTree(all);
  const proofs = some.map((one) => tree.getProof(all.indexOf(one)) as Hex[]);
  await send(keeper, "settlement", "settle", some, proofs);
}

function reading(hour: number, commitment: number, nomination: number, lots: number, lostProviderPpm: number): Reading {
  const assigned = { product: 1, hour, commitment, nomination, lots };
  const usage = { performancePpm: 1_010_000, preemptions: 2, energyWh: 6_543n, carbonG: 210n };
  return readingOf(assigned, lostProviderPpm, { ...usage, samplesRoot: keccak256("0x01") });
}
