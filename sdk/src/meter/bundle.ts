/**
 * A bundle of samples: all that one reading follows from, in one JSON document, so that either
 * party, an oracle or anyone else can derive the reading again.
 *
 * It proves what is in it, not that nothing was left out: whoever makes it could drop a challenge
 * that failed. An oracle therefore adds its own challenges before it computes and signs.
 */
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Address, Hex } from "viem";
import { BUNDLE_SCHEMA } from "./bundleSchema.ts";
import { BundleError } from "./errors.ts";
import type { Assignment, Receipt, VerifiedReceipt } from "./evidence.ts";
import type { Finding } from "./findings.ts";
import { computeReading, hourWindow, type MeterTerms, type Reading, type Times } from "./reading.ts";
import { samplesRoot } from "./trees.ts";
import {
  type MeterDomain,
  type SignedChallenge,
  type SignedSample,
  verifyChallenge,
  verifyReceipt,
  verifySample,
} from "./typedData.ts";

/** A reading as JSON writes it: the two uint64 as decimal strings. */
export type ReadingJson = Omit<Reading, "energyWh" | "carbonG"> & {
  readonly energyWh: string;
  readonly carbonG: string;
};

/** The document. Its shape is `BUNDLE_SCHEMA`. */
export type SamplesBundle = {
  readonly format: "clearhour-samples";
  readonly version: 1;
  readonly domain: MeterDomain;
  readonly assignment: Assignment;
  readonly lots: number;
  readonly terms: MeterTerms;
  /** The key that must have signed the samples. */
  readonly meterKey: Address;
  /** The key that must have signed the receipts. */
  readonly nominee: Address;
  /** The oracles whose challenges count. */
  readonly oracles: readonly Address[];
  /** Samples of the hour, and those up to `maxGapMs` before and after it. */
  readonly samples: readonly SignedSample[];
  readonly receipts: readonly Omit<Receipt, "assignment">[];
  readonly challenges: readonly SignedChallenge[];
  readonly extension?: Hex;
  /** The reading that whoever made the bundle derived from it. */
  readonly reading?: ReadingJson;
};

/** What a verifier knows from the chain. A bundle is only as good as the keys it is held against. */
export type Trust = Pick<
  SamplesBundle,
  "domain" | "assignment" | "lots" | "terms" | "meterKey" | "nominee" | "oracles"
>;

export type BundleVerdict = {
  /** The reading that follows from the bundle. */
  readonly reading: Reading;
  readonly times: Times;
  readonly findings: readonly Finding[];
  /** Fields in which the bundle's own reading differs; undefined where it brings none. */
  readonly differences: readonly { field: string; claimed: unknown; recomputed: unknown }[] | undefined;
  /** What was taken from the bundle itself, because the verifier brought nothing to hold it against. */
  readonly unchecked: readonly (keyof Trust)[];
};

const TRUSTED: readonly (keyof Trust)[] = ["domain", "assignment", "lots", "terms", "meterKey", "nominee", "oracles"];

let validator: ReturnType<Ajv2020["compile"]> | undefined;

/**
 * Checks that a document has the published shape.
 *
 * @throws {BundleError} when it has not, with every problem and where it is.
 */
export function parseBundle(document: unknown): SamplesBundle {
  validator ??= new Ajv2020({ allErrors: false, strict: true }).compile(BUNDLE_SCHEMA);
  if (validator(document)) return document as SamplesBundle;
  const problems = (validator.errors ?? []).map((e) => `${e.instancePath || "/"} ${e.message ?? e.keyword}`);
  throw new BundleError(problems);
}

/**
 * Derives the reading of a bundle again, after checking every signature in it.
 *
 * @param document The parsed JSON.
 * @param trust What the chain says. Whatever is left out is taken from the bundle and listed in
 * `unchecked`: then the verdict only says that the bundle agrees with itself.
 * @throws {BundleError} when the shape is wrong, the bundle is not what `trust` says, or a sample,
 * receipt or challenge is not of the hour.
 * @throws {MeterSignatureError} when a signature is not by the key that had to sign.
 */
export async function verifyBundle(document: unknown, trust: Partial<Trust> = {}): Promise<BundleVerdict> {
  const bundle = parseBundle(document);
  const { assignment, challenges, domain, lots, meterKey, nominee, samples, terms } = bundle;
  assertConsistent(bundle, trust);
  for (const sample of samples) await verifySample(domain, assignment, meterKey, sample);
  const receipts: VerifiedReceipt[] = [];
  for (const receipt of bundle.receipts)
    receipts.push(await verifyReceipt(domain, nominee, { ...receipt, assignment }));
  for (const challenge of challenges) await verifyChallenge(domain, assignment, challenge);
  const { findings, reading, times } = computeReading({
    assignment,
    lots,
    terms,
    pages: samples,
    receipts,
    challenges,
    samplesRoot: samplesRoot(assignment, samples),
    extension: bundle.extension,
  });
  return {
    reading,
    times,
    findings,
    differences: bundle.reading && compare(bundle.reading, readingToJson(reading)),
    unchecked: TRUSTED.filter((key) => trust[key] === undefined),
  };
}

/** A reading with its two uint64 as decimal strings. */
export function readingToJson(reading: Reading): ReadingJson {
  return { ...reading, energyWh: reading.energyWh.toString(), carbonG: reading.carbonG.toString() };
}

/** The reverse of `readingToJson`. The shape is not checked: that is `parseBundle`'s. */
export function readingFromJson(reading: ReadingJson): Reading {
  return { ...reading, energyWh: BigInt(reading.energyWh), carbonG: BigInt(reading.carbonG) };
}

function assertConsistent(bundle: SamplesBundle, trust: Partial<Trust>): void {
  const problems: string[] = [];
  for (const key of TRUSTED) {
    const expected = trust[key];
    if (expected === undefined || normal(expected) === normal(bundle[key])) continue;
    problems.push(`/${key} is ${normal(bundle[key])}, but must be ${normal(expected)}`);
  }
  const { from, to } = hourWindow(bundle.assignment.hour, bundle.terms.periodMs);
  const { maxGapMs } = bundle.terms;
  for (const [i, { at }] of bundle.samples.entries()) {
    if (at < from - maxGapMs || at > to + maxGapMs) problems.push(`/samples/${i} is of ${at}, not of this hour`);
  }
  for (const [i, receipt] of bundle.receipts.entries()) {
    if (receipt.from >= receipt.to) problems.push(`/receipts/${i} is of no time: (${receipt.from}, ${receipt.to}]`);
  }
  const oracles = new Set(bundle.oracles.map((oracle) => oracle.toLowerCase()));
  for (const [i, { oracle }] of bundle.challenges.entries()) {
    if (!oracles.has(oracle.toLowerCase()))
      problems.push(`/challenges/${i} is by ${oracle}, which is none of the oracles`);
  }
  if (problems.length > 0) throw new BundleError(problems);
}

/** JSON with sorted keys and hex in lower case; lists in any order are the same list. */
function normal(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.startsWith("0x") ? value.toLowerCase() : value);
  if (Array.isArray(value)) return `[${value.map(normal).sort().join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).filter(([, entry]) => entry !== undefined);
  return `{${entries
    .map(([key, entry]) => `"${key}":${normal(entry)}`)
    .sort()
    .join(",")}}`;
}

function compare(claimed: ReadingJson, recomputed: ReadingJson) {
  const fields = Object.keys(recomputed) as (keyof ReadingJson)[];
  return fields
    .filter((field) => normal(claimed[field]) !== normal(recomputed[field]))
    .map((field) => ({ field, claimed: claimed[field], recomputed: recomputed[field] }));
}
