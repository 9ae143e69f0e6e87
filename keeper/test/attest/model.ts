/** An hour of one slot, as four oracles see it: what is true, and statements about it, honest or not. */
import { type Assignment, challengeSpans, type Reading, type SignedSample, type Spans } from "@clearhour/sdk/meter";
import fc from "fast-check";
import { type Address, type Hex, numberToHex } from "viem";
import { combine } from "../../src/attest/combine.ts";
import { computeHour, type SeriesHour, sampleId } from "../../src/attest/readings.ts";
import type { OwnChallenge, Statement } from "../../src/attest/statement.ts";

export const MINUTE = 60_000;
const PERIOD_MS = 60 * MINUTE;
const HOUR = 490_000;
export const START = HOUR * PERIOD_MS;
const SLOT = 10 * MINUTE;
const VALID_SECONDS = 1200;

const address = (n: number): Address => numberToHex(n, { size: 20 });
/** Four oracles, of whom three are a quorum. */
export const MEMBERS = [1, 2, 3, 4].map(address);
export const SET = { size: 4, quorum: 3 };
export const assignment: Assignment = { product: 1, hour: HOUR, commitment: 0, nomination: 0 };

export const HOUR_FACTS: SeriesHour = {
  product: 1,
  hour: HOUR,
  domain: { chainId: 1, verifyingContract: address(99) },
  members: MEMBERS,
  set: SET,
  rules: {
    terms: { periodMs: PERIOD_MS, maxGapMs: 5 * MINUTE, carbonGPerKwh: 0 },
    slotMs: SLOT,
    validForSeconds: VALID_SECONDS,
  },
  slots: [{ assignment, lots: 4, meterKey: address(50), nominee: address(60) }],
};

/** Signatures are the business of statement.test.ts: here they only tell things apart. */
const signature = (...parts: (string | number)[]): Hex => `0x${Buffer.from(parts.join("/")).toString("hex")}`;

/** A page every five minutes that always says that the job runs: what the provider claims. */
export const SAMPLES: readonly SignedSample[] = Array.from({ length: 13 }, (_, i) => {
  const at = START + 5 * i * MINUTE;
  return { at, body: `clearhour_job_running 1\n# ${i}\n`, signature: signature("meter", i) };
});
const ids = SAMPLES.map(sampleId);
const byId = new Map(SAMPLES.map((sample) => [sampleId(sample), sample]));

/** When the endpoint really did the nominee's work, in minutes of the hour, [from, to). */
export type Up = readonly (readonly [from: number, to: number])[];

const isUp = (up: Up, at: number) => {
  const minute = (at - START) / MINUTE;
  return up.some(([from, to]) => minute >= from && minute < to);
};

export const challenge = (oracle: Address, at: number, ok: boolean): OwnChallenge => ({
  at,
  ok,
  validForSeconds: VALID_SECONDS,
  signature: signature("challenge", oracle, at, String(ok)),
});

export const receipt = (fromMinute: number, toMinute: number) => ({
  from: START + fromMinute * MINUTE,
  to: START + toMinute * MINUTE,
  outputHash: numberToHex(1, { size: 32 }),
  signature: signature("receipt", fromMinute, toMinute),
});

export function statement(oracle: Address, testimony: Partial<Statement["testimonies"][number]>): Statement {
  const whole = { commitment: 0, nomination: 0, samples: [], receipts: [], challenges: [], ...testimony };
  return { product: 1, hour: HOUR, oracle, testimonies: [whole], signature: "0x" };
}

/** What an honest oracle says: it challenged once in each slot, at times of its own, and fetched all samples. */
export function honest(
  oracle: Address,
  up: Up,
  offsets: readonly number[],
  receipts = [] as ReturnType<typeof receipt>[],
) {
  const challenges = offsets.map((offset, i) => {
    const at = START + (i - 1) * SLOT + 1 + (offset % SLOT);
    return challenge(oracle, at, isUp(up, at));
  });
  return statement(oracle, { samples: [...ids].sort(), receipts, challenges });
}

/** Random times of an oracle's challenges: the slot before the hour, and the six of it. */
export const offsets = fc.array(fc.nat(SLOT - 1), { minLength: 7, maxLength: 7 });

/** When an endpoint is up: before the hour as within it. */
export const upTimes: fc.Arbitrary<Up> = fc
  .array(fc.integer({ min: -10, max: 60 }), { maxLength: 6 })
  .map((cuts) => cuts.toSorted((a, b) => a - b))
  .map((cuts) => cuts.flatMap((from, i) => (i % 2 === 0 ? [[from, cuts[i + 1] ?? 60] as const] : [])));

/** Whatever a liar may say that other oracles accept. */
export const lies = (oracle: Address): fc.Arbitrary<Statement> =>
  fc
    .record({
      samples: fc.uniqueArray(fc.constantFrom(...ids, numberToHex(7, { size: 32 })), { maxLength: 14 }),
      challenges: fc.array(fc.tuple(fc.integer({ min: 1 - SLOT, max: PERIOD_MS }), fc.boolean()), { maxLength: 20 }),
    })
    .map(({ challenges, samples }) =>
      statement(oracle, {
        samples: samples.sort(),
        challenges: challenges.map(([at, ok]) => challenge(oracle, START + at, ok)),
      }),
    );

/** A liar that says that all is well, all the time; or that nothing ever was. */
export const extremes = (oracle: Address): Statement[] => {
  const always = [-10, 0, 10, 20, 30, 40, 50].map((minute) => START + minute * MINUTE + 1);
  return [
    statement(oracle, { samples: [...ids].sort(), challenges: always.map((at) => challenge(oracle, at, true)) }),
    statement(oracle, { challenges: always.map((at) => challenge(oracle, at, false)) }),
    statement(oracle, {}),
  ];
};

/** The time that the challenges of some statements vouch for, each oracle by itself. */
export function vouchedBy({ oracle, testimonies }: Statement): Spans {
  return challengeSpans((testimonies[0]?.challenges ?? []).map((one) => ({ ...one, oracle })));
}

/** The time that counts by challenges. */
export function vouched(statements: readonly Statement[]): Spans {
  const { challengeQuorum, challenges } = combine(statements, assignment, SET);
  return challengeSpans(challenges, challengeQuorum);
}

export function hourOf(statements: readonly Statement[]) {
  return computeHour(HOUR_FACTS, statements, (_, id) => byId.get(id));
}

export function readingOf(statements: readonly Statement[]): Reading | undefined {
  return hourOf(statements).readings[0];
}
