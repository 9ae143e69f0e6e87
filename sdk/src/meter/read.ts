/**
 * A reading of recorded pages or of a CSV, without evidence: what `clearhour meter read` prints.
 * Its delivered share is what samples alone can show, and it says so.
 */
import { csvToPage, looksLikeCsv } from "./csv.ts";
import { NoSamplesError, RangeMeterError } from "./errors.ts";
import type { ExpositionFormat } from "./exposition.ts";
import { type Finding, type FindingKind, Findings } from "./findings.ts";
import {
  type EnergySource,
  type Measurement,
  meanMicrowatts,
  measureCollected,
  toMicrowattHours,
  totalNanojoules,
} from "./measure.ts";
import { PPM } from "./reading.ts";
import { collect, type RecordedPage } from "./series.ts";
import { assertWindow, lengthOf, type Span } from "./spans.ts";

/** A recorded file. */
export type ReadSource = {
  /** What to call it in errors. */
  readonly name: string;
  /** A metrics page, or a CSV of `offset_ms,watts`. */
  readonly text: string;
  /** When a page was scraped, in ms. Samples' own timestamps go before it. */
  readonly at?: number | undefined;
};

export type ReadOptions = {
  /** The window is (from, to], in the samples' own ms. The first sample's time if left out. */
  from?: number | undefined;
  /** The last sample's time if left out. */
  to?: number | undefined;
  /** Samples further apart than this, in ms, leave a gap. From the samples' spacing if left out. */
  maxGapMs?: number | undefined;
  /** Of the pages. `auto` if left out. */
  format?: ExpositionFormat | "auto" | undefined;
  /** List malformed pages instead of failing. They need a scrape time. */
  skipMalformed?: boolean | undefined;
};

/** A finding as the report lists it: what it is, when, and why. Gaps have an end and a length. */
export type ReportedFinding = Finding & { readonly ms?: number };

/** Plain JSON. */
export type ReadReport = {
  readonly version: 1;
  /** The window (from, to]. */
  readonly window: { readonly from: number; readonly to: number; readonly ms: number };
  /** Distinct scrape times in the window with a usable sample. */
  readonly samples: number;
  /** Mean power in W, to the uW, halves up; null where nothing measures power. */
  readonly meanW: number | null;
  /** Energy in Wh, to the uWh, halves up; null where nothing measures it. A reading on the chain has whole Wh. */
  readonly energyWh: number | null;
  /** Share of the window in parts per million, rounded down. */
  readonly deliveredPpm: number;
  readonly delivered: { readonly ms: number; readonly coveredMs: number; readonly reason: string };
  readonly energy: {
    readonly reason: string;
    readonly sources: readonly {
      readonly device: string;
      readonly metric: string;
      readonly method: EnergySource["method"];
      /** In Wh, to the uWh, halves up. */
      readonly energyWh: number;
      readonly meteredMs: number;
      readonly reason: string;
    }[];
  };
  /** CPU time in ms by mode, rounded down, where the pages tell it. */
  readonly cpuMs: Readonly<Record<string, number>>;
  readonly preemptions: number;
  readonly maxGap: { readonly ms: number; readonly reason: string };
  readonly gaps: readonly ReportedFinding[];
  readonly resets: readonly ReportedFinding[];
  readonly duplicates: readonly ReportedFinding[];
  readonly outOfOrder: readonly ReportedFinding[];
  readonly sentinels: readonly ReportedFinding[];
  readonly invalid: readonly ReportedFinding[];
  readonly missing: readonly ReportedFinding[];
  readonly malformed: readonly ReportedFinding[];
  /** True where the pages say that no hardware stands behind them. */
  readonly synthetic: boolean;
};

/** A gap is a step of more than this many times the usual one, ... */
const GAP_FACTOR = 2.5;
/** ... but of more than a second, so that a fast recorder's jitter is none, ... */
const SHORTEST_GAP_MS = 1_000;
/** ... and always one of more than five minutes, as long as Prometheus lets a sample stand. */
const LONGEST_GAP_MS = 300_000;

/**
 * Reads recorded files.
 *
 * @throws {NoSamplesError} when no usable sample lies in the window.
 * @throws {WindowError} when the window is none.
 * @throws {NoTimeError} when neither the samples nor `at` say when a page was scraped.
 * @throws {ExpositionError} when a page is malformed, unless those are skipped.
 * @throws {CsvError} when a CSV is malformed.
 */
export function read(sources: readonly ReadSource[], options: ReadOptions = {}): ReadReport {
  const findings = new Findings();
  const collected = collect(sources.map(toPage), findings, {
    honorTimestamps: true,
    malformed: options.skipMalformed ? "list" : "throw",
    format: options.format,
  });
  const times = [...new Set([...collected.seen.values()].flat())].sort((a, b) => a - b);
  const window = windowOf(times, options, findings);
  const maxGap = maxGapOf(times, options.maxGapMs);
  const measured = measureCollected(collected, window, findings, { maxGapMs: maxGap.ms });
  if (measured.samples === 0) throw noSamples(window, measured.findings, times);
  return report(measured, maxGap);
}

function toPage({ at, name, text }: ReadSource): RecordedPage {
  return looksLikeCsv(text) ? { body: csvToPage(text, name), name, format: "prometheus" } : { body: text, at, name };
}

function windowOf(times: readonly number[], options: ReadOptions, findings: Findings): Span {
  const from = options.from ?? times[0];
  const to = options.to ?? times.at(-1);
  if (from === undefined || to === undefined) throw noSamples(undefined, findings.list(), times);
  if (times[0] === times.at(-1) && from === to && (options.from === undefined || options.to === undefined)) {
    throw new NoSamplesError("All samples are of one instant, so nothing lies between them.", {
      metaMessages: ["Give more pages, or the window with --from and --to."],
    });
  }
  assertWindow({ from, to });
  return { from, to };
}

function noSamples(window: Span | undefined, findings: readonly Finding[], times: readonly number[]): NoSamplesError {
  const where = window ? ` in the window (${window.from}, ${window.to}]` : "";
  const odd = findings.filter(({ kind }) => kind !== "gap").slice(0, 5);
  const reasons = odd.map(
    ({ at, kind, metric, reason }) => `- ${kind} at ${at}${metric ? ` in ${metric}` : ""}: ${reason}`,
  );
  return new NoSamplesError(`There is no usable sample${where}.`, {
    metaMessages: times.length === 0 && odd.length > 0 ? reasons : [...reasons, whatToGive(times)],
  });
}

function whatToGive(times: readonly number[]): string {
  const [first, last] = [times[0], times.at(-1)];
  if (first === undefined) return "Give pages with samples of an exporter, or a CSV with rows of `offset_ms,watts`.";
  return `The files' usable samples lie from ${first} to ${last} ms: give a window with one in it (--from, --to).`;
}

/** @throws {RangeMeterError} when the given one is not a whole number of 1 or more. */
function maxGapOf(times: readonly number[], given: number | undefined): { ms: number; reason: string } {
  if (given !== undefined) {
    if (Number.isSafeInteger(given) && given >= 1) return { ms: given, reason: "as given" };
    throw new RangeMeterError(`A longest gap of ${given} ms is none: it is a whole number, 1 or more.`);
  }
  if (times.length < 2) return { ms: LONGEST_GAP_MS, reason: "5 min: there are no two samples to judge by" };
  const steps = times.slice(1).map((at, i) => at - (times[i] as number));
  // The lower median: of two steps of which one is a gap it is the other.
  const usual = steps.sort((a, b) => a - b)[Math.floor((steps.length - 1) / 2)] as number;
  const ms = Math.min(Math.max(Math.floor(usual * GAP_FACTOR), SHORTEST_GAP_MS), LONGEST_GAP_MS);
  return { ms, reason: `${GAP_FACTOR} times the usual ${usual} ms between samples, within 1 s and 5 min` };
}

function report(measured: Measurement, maxGap: { ms: number; reason: string }): ReadReport {
  const { energy, window } = measured;
  const windowMs = window.to - window.from;
  const ms = lengthOf(measured.running);
  const nanojoules = totalNanojoules(energy);
  const mean = meanMicrowatts(energy);
  const listed = (...kinds: FindingKind[]) =>
    measured.findings.filter(({ kind }) => kinds.includes(kind)).map(toReported);
  return {
    version: 1,
    window: { ...window, ms: windowMs },
    samples: measured.samples,
    meanW: mean === undefined ? null : fromMillionths(mean),
    energyWh: nanojoules === undefined ? null : fromMillionths(toMicrowattHours(nanojoules)),
    deliveredPpm: Number((BigInt(ms) * BigInt(PPM)) / BigInt(windowMs)),
    delivered: { ms, coveredMs: lengthOf(measured.covered), reason: whyDelivered(measured, ms) },
    energy: {
      reason:
        energy.length > 0
          ? "sum over the sources; rounded once, to the uWh, halves up"
          : "no energy or power metric with two usable samples",
      sources: energy.map(({ nanojoules: nj, ...source }) => ({
        ...source,
        energyWh: fromMillionths(toMicrowattHours(nj)),
      })),
    },
    cpuMs: Object.fromEntries([...measured.cpu].map(([mode, ns]) => [mode, Number(ns / 1_000_000n)])),
    preemptions: measured.preemptions,
    maxGap,
    gaps: listed("gap"),
    resets: listed("reset"),
    duplicates: listed("duplicate", "conflict"),
    outOfOrder: listed("out-of-order"),
    sentinels: listed("sentinel"),
    invalid: listed("invalid", "implausible"),
    missing: listed("missing"),
    malformed: listed("malformed"),
    synthetic: measured.synthetic,
  };
}

function fromMillionths(value: bigint): number {
  return Number(value) / 1_000_000;
}

function toReported(finding: Finding): ReportedFinding {
  return finding.to === undefined ? finding : { ...finding, ms: finding.to - finding.at };
}

function whyDelivered({ covered, window }: Measurement, runningMs: number): string {
  const coveredMs = lengthOf(covered);
  const windowMs = window.to - window.from;
  const share =
    coveredMs === windowMs ? "samples cover the whole window" : `samples cover ${coveredMs} of ${windowMs} ms`;
  const idle = runningMs === coveredMs ? "" : `; the job ran in ${runningMs} ms of them`;
  return `${share}${idle}; by samples alone, without receipts or challenges, which a settled reading needs`;
}
