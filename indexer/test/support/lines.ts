/** Random lines of commitments and nominations: their assignments against the SDK's, and a reading of each. */
import { deliveryAbi, settlementAbi } from "@clearhour/sdk";
import { seriesId } from "@clearhour/sdk/clearing";
import { assign, type LineEntry } from "@clearhour/sdk/delivery";
import { assignmentGraphId } from "@clearhour/sdk/graph";
import { expect } from "chai";
import { type Hex, keccak256, toHex } from "viem";
import type { Emitted } from "./emit.ts";
import { entitiesOf, type Running } from "./running.ts";

const SERIES = 25;
const KEY: Hex = `0x${"03".repeat(33)}`;

type Random = (below: bigint) => bigint;

interface Line {
  readonly series: bigint;
  readonly commitments: readonly LineEntry[];
  readonly nominations: readonly LineEntry[];
  readonly shift: number;
}

/** Emits lines with their shift; then settles every pair with a random reading. */
export async function compareLines(running: Running, next: Random, account: Hex, firstHour: number): Promise<void> {
  const lines = Array.from({ length: SERIES }, (_, i) => randomLine(next, seriesId(1, firstHour + i)));
  await running.emitAll(
    "Delivery",
    lines.flatMap((line) => eventsOf(line, account)),
  );
  const expected = new Map(
    lines.flatMap(({ series, commitments, nominations, shift }) =>
      assign(commitments, nominations, shift).pairs.map(
        ({ commitment, nomination, lots }) =>
          [assignmentGraphId(series, commitment, nomination), { series, commitment, nomination, lots }] as const,
      ),
    ),
  );
  const found = await entitiesOf<{ lots: string }>(running, "assignments", "lots settled");
  expect(found.length).to.equal(expected.size);
  for (const { id, lots } of found) expect(lots, id).to.equal(String(expected.get(id)?.lots));

  const readings = [...expected].map(([id, pair]) => ({ id, pair, ...randomReading(next, BigInt(pair.lots)) }));
  await running.emitAll(
    "Settlement",
    readings.map(({ pair, args }) => ({ abi: settlementAbi, name: "ReadingSettled", args: { ...pair, ...args } })),
  );
  const fields = `lots shortfallPpm paid seized reading { version deliveredPpm lostProviderPpm lostBuyerPpm
    performancePpm preemptions energyWh carbonG samplesRoot extension } assignment { settled }`;
  const settled = await entitiesOf<Record<string, unknown>>(running, "settlements", fields);
  expect(settled.length).to.equal(readings.length);
  for (const { id, shown } of readings) {
    const { id: _, ...rest } = settled.find((one) => one.id === id) ?? { id };
    expect(rest).to.deep.equal(shown);
  }
}

function randomLine(next: Random, series: bigint): Line {
  const commitments = randomEntries(next);
  const nominations = randomEntries(next);
  const longer = Math.max(commitments.at(-1)?.end ?? 0, nominations.at(-1)?.end ?? 0);
  return { series, commitments, nominations, shift: longer === 0 ? 0 : Number(next(BigInt(longer))) };
}

function randomEntries(next: Random): LineEntry[] {
  let end = 0;
  return Array.from({ length: Number(next(6n)) }, () => {
    const lots = Number(next(20n)) + 1;
    end += lots;
    return { lots, end };
  });
}

function eventsOf({ series, commitments, nominations, shift }: Line, account: Hex): Emitted[] {
  const abi = deliveryAbi;
  return [
    ...commitments.map(({ lots }, commitment) => ({
      abi,
      name: "Committed",
      args: { series, account, commitment, lots, k: 51_200, mark: 51_200, perLot: 3_000_000n },
    })),
    ...nominations.map(({ lots }, nomination) => ({
      abi,
      name: "Nominated",
      args: { series, account, nomination, lots, accessKey: KEY },
    })),
    { abi, name: "ShiftFixed", args: { series, shift } },
  ];
}

/** A reading as the event packs it, and as the subgraph is to show it. */
function randomReading(next: Random, lots: bigint) {
  const [delivered, provider] = [next(500_000n), next(500_000n)];
  const buyer = 1_000_000n - delivered - provider;
  const [shortfall, performance, preemptions] = [next(1_000_001n), next(2n ** 32n), next(2n ** 32n)];
  const [energy, carbon, paid, seized] = [next(2n ** 64n), next(2n ** 64n), next(2n ** 90n), next(2n ** 90n)];
  const fields = [shortfall, lots, delivered, provider, buyer, performance, preemptions, 1n];
  const args = {
    shares: fields.reduce((word, field, i) => word | (field << BigInt(32 * i)), 0n),
    usage: (energy << 64n) | carbon,
    samplesRoot: keccak256(toHex(energy)),
    extension: keccak256(toHex(carbon)),
    paid,
    seized,
  };
  const shown = {
    lots: String(lots),
    shortfallPpm: Number(shortfall),
    paid: String(paid),
    seized: String(seized),
    reading: {
      version: 1,
      deliveredPpm: Number(delivered),
      lostProviderPpm: Number(provider),
      lostBuyerPpm: Number(buyer),
      performancePpm: String(performance),
      preemptions: String(preemptions),
      energyWh: String(energy),
      carbonG: String(carbon),
      samplesRoot: args.samplesRoot,
      extension: args.extension,
    },
    assignment: { settled: true },
  };
  return { args, shown };
}
