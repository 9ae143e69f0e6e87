/** From the evidence that counts to readings, their bundles and the root. */

import {
  type Assignment,
  computeReading,
  hashPage,
  type MeterDomain,
  type MeterRoot,
  type MeterRules,
  meterRootOf,
  type Reading,
  readingToJson,
  type SamplesBundle,
  type SignedSample,
  samplesRoot,
  type VerifiedReceipt,
} from "@clearhour/sdk/meter";
import { type Address, type Hex, keccak256, stringToBytes } from "viem";
import { pairKey } from "../delivery/facts.ts";
import { combine, type Evidence, type OracleSet } from "./combine.ts";
import { MissingSamplesError } from "./errors.ts";
import type { Statement } from "./statement.ts";

/** One assignment, as the chain has it. */
type AssignedSlot = {
  readonly assignment: Assignment;
  readonly lots: number;
  /** Whose samples count. */
  readonly meterKey: Address;
  /** Whose receipts count. */
  readonly nominee: Address;
};

/** A series' hour, as the chain has it. */
export type SeriesHour = {
  readonly product: number;
  readonly hour: number;
  readonly domain: MeterDomain;
  readonly members: readonly Address[];
  readonly set: OracleSet;
  readonly rules: MeterRules;
  readonly slots: readonly AssignedSlot[];
};

/** What an hour comes to. */
export type HourResult = {
  readonly root: MeterRoot;
  readonly readings: readonly Reading[];
  /** All that each reading follows from, by `pairKey`. */
  readonly bundles: ReadonlyMap<string, SamplesBundle>;
  /** Assignments without a reading: fewer oracles than it takes could fetch their samples. */
  readonly withheld: readonly AssignedSlot[];
};

/** What names a sample in statements. */
export function sampleId({ at, body, signature }: SignedSample): Hex {
  return keccak256(stringToBytes(`${at}|${hashPage(body)}|${signature.toLowerCase()}`));
}

/** Ids of all samples that count, of every assignment. */
export function neededSamples(hour: SeriesHour, statements: readonly Statement[]): Map<string, readonly Hex[]> {
  return new Map(
    hour.slots.map(({ assignment }) => [pairKey(assignment), combine(statements, assignment, hour.set).samples]),
  );
}

/**
 * Computes all readings of an hour, and their root.
 *
 * @param statements At least a quorum of them, accepted by `readStatement`, one per oracle.
 * @param sampleOf The samples at hand, verified, by assignment and id.
 * @throws {MissingSamplesError} when samples that count are not at hand yet.
 */
export function computeHour(
  hour: SeriesHour,
  statements: readonly Statement[],
  sampleOf: (assignment: Assignment, id: Hex) => SignedSample | undefined,
): HourResult {
  const readings: Reading[] = [];
  const bundles = new Map<string, SamplesBundle>();
  const withheld: AssignedSlot[] = [];
  for (const slot of hour.slots) {
    const evidence = combine(statements, slot.assignment, hour.set);
    if (evidence.samples.length === 0) {
      withheld.push(slot);
      continue;
    }
    const bundle = bundleOf(hour, slot, evidence, (id) => sampleOf(slot.assignment, id));
    const reading = readingOf(bundle);
    readings.push(reading);
    bundles.set(pairKey(slot.assignment), { ...bundle, reading: readingToJson(reading) });
  }
  return { root: meterRootOf(hour.product, hour.hour, readings), readings, bundles, withheld };
}

function bundleOf(
  hour: SeriesHour,
  { assignment, lots, meterKey, nominee }: AssignedSlot,
  evidence: Evidence,
  sampleOf: (id: Hex) => SignedSample | undefined,
): SamplesBundle {
  const found = evidence.samples.map((id) => ({ id, sample: sampleOf(id) }));
  const missing = found.filter(({ sample }) => sample === undefined).map(({ id }) => id);
  if (missing.length > 0) throw new MissingSamplesError(missing);
  const samples = found.flatMap(({ sample }) => sample ?? []);
  return {
    format: "clearhour-samples",
    version: 1,
    domain: hour.domain,
    assignment,
    lots,
    terms: termsOf(hour, evidence),
    meterKey,
    nominee,
    oracles: hour.members,
    samples: samples.sort((a, b) => a.at - b.at || (a.signature < b.signature ? -1 : 1)),
    receipts: evidence.receipts,
    challenges: evidence.challenges,
  };
}

function termsOf({ rules }: SeriesHour, { challengeQuorum }: Evidence): SamplesBundle["terms"] {
  const { floor, ...terms } = rules.terms;
  return { ...terms, challengeQuorum, ...(floor && { floor }) };
}

/** The reading of a bundle whose signatures are verified. */
function readingOf({ assignment, challenges, lots, receipts, samples, terms }: SamplesBundle): Reading {
  return computeReading({
    assignment,
    lots,
    terms,
    pages: samples,
    // `readStatement` has verified every one of them.
    receipts: receipts.map((receipt) => ({ ...receipt, assignment }) as VerifiedReceipt),
    challenges,
    samplesRoot: samplesRoot(assignment, samples),
  }).reading;
}
