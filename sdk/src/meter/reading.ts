/**
 * The reading of one assignment in one hour: what the meter says and the settlement believes.
 *
 * With W the window (from, to] of the hour:
 *
 *     covered    time in W between samples at most maxGapMs apart, every device on both
 *     running    covered time in which the job ran
 *     delivered  running, and within a receipt or a challenge that stands
 *     lostBuyer  covered but not running, within a challenge that stands
 *     lostProvider  the rest of W
 *
 * So the loss is the buyer's only where the samples say that the slot stood ready without its job
 * and an oracle saw for itself that it did. Time without samples is always the provider's loss, and
 * a receipt never makes a loss the buyer's.
 */
import type { Hex } from "viem";
import { divideRounded } from "./decimal.ts";
import { RangeMeterError } from "./errors.ts";
import { type Assignment, type Challenge, challengeSpans, receiptSpans, type VerifiedReceipt } from "./evidence.ts";
import type { Finding } from "./findings.ts";
import { measure, totalNanojoules, toWattHours } from "./measure.ts";
import type { SamplePage } from "./series.ts";
import { assertWindow, intersect, lengthOf, type Span, type Spans, subtract, union } from "./spans.ts";

/** The format of a reading. It comes first, so that a later one can be told apart. */
export const READING_VERSION = 1;

/** A whole, in shares of parts per million. */
export const PPM = 1_000_000;

/** What is signed into the meter root, in this order. The three shares add up to 1,000,000. */
export type Reading = {
  /** uint8, 1. */
  readonly version: number;
  /** uint32. */
  readonly product: number;
  /** uint32. */
  readonly hour: number;
  /** uint32. */
  readonly commitment: number;
  /** uint32. */
  readonly nomination: number;
  /** uint32. Lots of the assignment. */
  readonly lots: number;
  /** uint32. Share of the hour that was delivered. */
  readonly deliveredPpm: number;
  /** uint32. Share that was lost by the provider's doing. */
  readonly lostProviderPpm: number;
  /** uint32. Share that was lost by the buyer's doing. */
  readonly lostBuyerPpm: number;
  /** uint32. Performance over its floor; 1,000,000 is the floor, more is better. */
  readonly performancePpm: number;
  /** uint32. How often the job was preempted. */
  readonly preemptions: number;
  /** uint64. Energy in Wh, to the nearest, halves up. */
  readonly energyWh: bigint;
  /** uint64. Carbon in g, to the nearest, halves up. */
  readonly carbonG: bigint;
  /** bytes32. Merkle root of the signed samples of the hour. */
  readonly samplesRoot: Hex;
  /** bytes32. Zero, or a word for an attestation of the hardware. */
  readonly extension: Hex;
};

/** What a product says of how its hours are read. */
export type MeterTerms = {
  /** Length of the delivery period in ms: 3,600,000 for an hour. */
  readonly periodMs: number;
  /** Samples further apart than this, in ms, do not cover the time between them. */
  readonly maxGapMs: number;
  /** How many oracles' challenges must stand at an instant for it to count. */
  readonly challengeQuorum: number;
  /** Carbon intensity of the site's power in g/kWh, whole. */
  readonly carbonGPerKwh: number;
  /** The performance floor, if there is one. */
  readonly floor?: PerformanceFloor | undefined;
};

/** Work that a slot must do while it is delivered. */
export type PerformanceFloor = {
  /** A counter on the pages, e.g. tokens generated. */
  readonly metric: string;
  /** How much it must rise by for a lot in an hour of delivered time, whole, 1 or more. */
  readonly perHour: number;
  /** So many lots can be worked for at once, 1 or more: more of them need no more. */
  readonly mostLots: number;
};

export type ReadingInput = {
  readonly assignment: Assignment;
  /** Lots of the assignment, uint32. */
  readonly lots: number;
  readonly terms: MeterTerms;
  /** Scraped pages. Those shortly before and after the hour help at its borders. */
  readonly pages: Iterable<SamplePage>;
  readonly receipts: readonly VerifiedReceipt[];
  readonly challenges: readonly Challenge[];
  readonly samplesRoot: Hex;
  /** Zero if left out. Pages that call themselves synthetic set it to `SYNTHETIC_EXTENSION`. */
  readonly extension?: Hex | undefined;
};

/** How the window divides, in ms. */
export type Times = {
  readonly deliveredMs: number;
  readonly lostProviderMs: number;
  readonly lostBuyerMs: number;
};

export type ReadingResult = {
  readonly reading: Reading;
  readonly window: Span;
  readonly times: Times;
  readonly findings: readonly Finding[];
};

export const ZERO_WORD: Hex = `0x${"00".repeat(32)}`;

/** The extension word of a reading of synthetic pages: "synthetic", right-padded. */
export const SYNTHETIC_EXTENSION: Hex = `0x73796e746865746963${"00".repeat(23)}`;

const UINT32_MAX = 2 ** 32 - 1;
const NANOJOULES_PER_KWH = 3_600_000_000_000_000n;
const MS_PER_HOUR = 3_600_000n;

/** The window (from, to] of a delivery period, in ms. @throws {WindowError} when it is none. */
export function hourWindow(hour: number, periodMs = 3_600_000): Span {
  const window = { from: hour * periodMs, to: (hour + 1) * periodMs };
  assertWindow(window);
  return window;
}

/**
 * Computes a reading. The same samples and evidence give the same reading, in whatever order they
 * come and however often they are repeated.
 *
 * @throws {RangeMeterError} when an input is not within its range.
 * @throws {WindowError} when the hour is none.
 */
export function computeReading(input: ReadingInput): ReadingResult {
  const { assignment, lots, terms, samplesRoot } = input;
  assertInput(input);
  const window = hourWindow(assignment.hour, terms.periodMs);
  const { maxGapMs, floor } = terms;
  // A page that cannot be read is a scrape that failed: it must not stop the hour's reading.
  const measured = measure(input.pages, window, { maxGapMs, work: floor?.metric, malformed: "list" });
  const challenged = challengeSpans(input.challenges, terms.challengeQuorum);
  const attested = union([...receiptSpans(input.receipts), ...challenged]);
  const delivered = intersect(measured.running, attested);
  const idle = intersect(subtract(measured.covered, measured.running), challenged);
  const times = divide(window, delivered, idle);
  const energy = totalNanojoules(measured.energy);
  const findings = [...measured.findings];
  if (energy === undefined) {
    findings.push({ kind: "missing", at: window.to, reason: "no page has an energy or power metric", count: 1 });
  }
  const reading: Reading = {
    version: READING_VERSION,
    product: assignment.product,
    hour: assignment.hour,
    commitment: assignment.commitment,
    nomination: assignment.nomination,
    lots,
    ...shares(times),
    performancePpm: floor ? performance(floor, lots, measured.work(delivered), times.deliveredMs) : PPM,
    preemptions: Math.min(measured.preemptions, UINT32_MAX),
    energyWh: toWattHours(energy ?? 0n),
    carbonG: divideRounded((energy ?? 0n) * BigInt(terms.carbonGPerKwh), NANOJOULES_PER_KWH),
    samplesRoot,
    extension: extensionOf(input.extension, measured.synthetic),
  };
  return { reading, window, times, findings };
}

function divide(window: Span, delivered: Spans, idle: Spans): Times {
  const deliveredMs = lengthOf(delivered);
  const lostBuyerMs = lengthOf(idle);
  return { deliveredMs, lostBuyerMs, lostProviderMs: window.to - window.from - deliveredMs - lostBuyerMs };
}

/**
 * The three shares in parts per million. They add up to exactly 1,000,000 for any times that are
 * not all zero: the bounds between them are rounded down, not the shares, so a share of no time is
 * 0, and delivered time is never rounded up.
 */
export function shares({
  deliveredMs,
  lostProviderMs,
  lostBuyerMs,
}: Times): Pick<Reading, "deliveredPpm" | "lostProviderPpm" | "lostBuyerPpm"> {
  const whole = BigInt(deliveredMs + lostProviderMs + lostBuyerMs);
  const upTo = (ms: number) => Number((BigInt(ms) * BigInt(PPM)) / whole);
  const deliveredPpm = upTo(deliveredMs);
  const lostProviderPpm = upTo(deliveredMs + lostProviderMs) - deliveredPpm;
  return { deliveredPpm, lostProviderPpm, lostBuyerPpm: PPM - deliveredPpm - lostProviderPpm };
}

/**
 * Work per hour of delivered time over the floor of the lots, rounded down, at most 2^32 - 1. Where nothing was
 * delivered there was nothing to do: time that the buyer lost must not count for less than time that was used.
 */
function performance(
  { mostLots, perHour }: PerformanceFloor,
  lots: number,
  workBillionths: bigint,
  deliveredMs: number,
): number {
  const wanted = BigInt(perHour) * BigInt(Math.min(lots, mostLots)) * BigInt(deliveredMs);
  if (wanted === 0n) return PPM;
  const ppm = (workBillionths * MS_PER_HOUR * BigInt(PPM)) / (wanted * 1_000_000_000n);
  return ppm > BigInt(UINT32_MAX) ? UINT32_MAX : Number(ppm);
}

function extensionOf(extension: Hex | undefined, synthetic: boolean): Hex {
  if (!synthetic) return extension ?? ZERO_WORD;
  if (extension !== undefined && extension !== ZERO_WORD && extension !== SYNTHETIC_EXTENSION) {
    throw new RangeMeterError("Synthetic pages cannot carry an attestation of hardware.");
  }
  return SYNTHETIC_EXTENSION;
}

function assertInput({ assignment, lots, terms, samplesRoot, extension }: ReadingInput): void {
  const { product, hour, commitment, nomination } = assignment;
  for (const [name, value] of Object.entries({ product, hour, commitment, nomination, lots })) {
    assertWhole(name, value, 0, UINT32_MAX);
  }
  assertWhole("periodMs", terms.periodMs, 1, Number.MAX_SAFE_INTEGER);
  assertWhole("maxGapMs", terms.maxGapMs, 1, Number.MAX_SAFE_INTEGER);
  assertWhole("carbonGPerKwh", terms.carbonGPerKwh, 0, UINT32_MAX);
  for (const name of ["perHour", "mostLots"] as const) {
    if (terms.floor) assertWhole(`floor.${name}`, terms.floor[name], 1, Number.MAX_SAFE_INTEGER);
  }
  for (const word of [samplesRoot, extension ?? ZERO_WORD]) {
    if (!/^0x[0-9a-fA-F]{64}$/.test(word)) throw new RangeMeterError(`${word} is not a word of 32 bytes.`);
  }
}

function assertWhole(name: string, value: number, least: number, most: number): void {
  if (Number.isSafeInteger(value) && value >= least && value <= most) return;
  throw new RangeMeterError(`${name} is ${value}: it must be a whole number from ${least} to ${most}.`);
}
