/** What some pages show of a window: time covered, energy, CPU time, and everything odd. */
import { divideRounded } from "./decimal.ts";
import { DCGM_ENERGY, DCGM_POWER, JOB_PREEMPTIONS } from "./exporters.ts";
import { type Finding, Findings } from "./findings.ts";
import { area, coverage, increase } from "./integrate.ts";
import { type Collected, type CollectOptions, collect, type RecordedPage, type Series } from "./series.ts";
import {
  assertWindow,
  atLeast,
  contains,
  intersect,
  lengthOf,
  type Span,
  type Spans,
  subtract,
  union,
} from "./spans.ts";

export type MeasureOptions = CollectOptions & {
  /** Samples further apart than this, in ms, do not cover the time between them. */
  maxGapMs: number;
};

/** The energy of one device. */
export type EnergySource = {
  readonly device: string;
  readonly metric: string;
  /** `counter`: the rise of an energy counter. `power`: the area under a power gauge. */
  readonly method: "counter" | "power";
  /** In nJ (1 mWh is 3.6e9 nJ). */
  readonly nanojoules: bigint;
  /** The part of the window that this is the energy of, in ms. */
  readonly meteredMs: number;
  /** Why this metric was taken. */
  readonly reason: string;
};

export type Measurement = {
  readonly window: Span;
  /** Distinct times in the window at which at least one device was seen. */
  readonly samples: number;
  /** Time in the window at which every device was seen, the job running or not. */
  readonly covered: Spans;
  /** Covered time in which the job ran. Equal to `covered` where no page tells of a job. */
  readonly running: Spans;
  /** One per device that has an energy or power metric. */
  readonly energy: readonly EnergySource[];
  /** CPU time in ns by mode, e.g. `user`; the job's own under `job`. */
  readonly cpu: ReadonlyMap<string, bigint>;
  /** Times the job was preempted. */
  readonly preemptions: number;
  /** Rise of the counter of work within some spans, in billionths; 0 where no page has it. */
  readonly work: (spans: Spans) => bigint;
  readonly synthetic: boolean;
  /** By time. Only those of the window. */
  readonly findings: readonly Finding[];
};

/** No single device draws more, in uW: 20 kW. A rise beyond it is a glitch of the counter. */
const MOST_MICROWATTS = 20_000_000_000n;
/** A CPU gains a second a second, clock adjustments aside, in ns per ms. */
const MOST_CPU_NS_PER_MS = 1_100_000n;

/**
 * Measures a window. Pages outside it help at its borders: the step between the last sample before
 * `from` and the first after it covers the part inside. So measuring (a, b] and (b, c] with the same
 * pages adds up to (a, c], in time and in energy.
 *
 * @throws {WindowError} when the window is none.
 * @throws {NoTimeError} when a page's time is not known.
 * @throws {ExpositionError} when a page is malformed, unless those are listed.
 */
export function measure(pages: Iterable<RecordedPage>, window: Span, options: MeasureOptions): Measurement {
  assertWindow(window);
  const findings = new Findings();
  return measureCollected(collect(pages, findings, options), window, findings, options);
}

/** `measure` for series that did not come from pages. */
export function measureCollected(
  { series, seen, synthetic }: Collected,
  window: Span,
  findings: Findings,
  { maxGapMs, work }: Pick<MeasureOptions, "maxGapMs" | "work">,
): Measurement {
  const byDevice = [...seen].map(([device, times]) => ({ device, spans: union(coverage(times, maxGapMs)) }));
  const everywhere =
    byDevice.length === 0
      ? []
      : atLeast(
          byDevice.length,
          byDevice.map(({ spans }) => spans),
        );
  const covered = intersect(everywhere, [window]);
  listGaps(window, covered, byDevice, [...seen.values()].flat(), maxGapMs, findings);
  if (work !== undefined) rise(series, work, [window], findings);
  const times = new Set([...seen.values()].flat().filter((at) => contains(window, at)));
  return {
    window,
    samples: times.size,
    covered,
    running: intersect(covered, runningSpans(series, maxGapMs) ?? covered),
    energy: energyOf(series, window, maxGapMs, findings),
    cpu: cpuOf(series, window, findings),
    preemptions: Number(rise(series, JOB_PREEMPTIONS, [window], findings) / 1_000_000_000n),
    work: (spans) => (work === undefined ? 0n : rise(series, work, spans, new Findings())),
    synthetic,
    // Gaps are cut to the window already; all else has an instant.
    findings: findings.list().filter(({ kind, at }) => kind === "gap" || contains(window, at)),
  };
}

type DeviceSpans = { device: string; spans: Spans };

function listGaps(
  window: Span,
  covered: Spans,
  byDevice: readonly DeviceSpans[],
  times: readonly number[],
  maxGapMs: number,
  findings: Findings,
): void {
  const somewhere = union(byDevice.flatMap(({ spans }) => spans));
  const cuts = [...new Set(times)].sort((a, b) => a - b);
  for (const silence of subtract([window], somewhere)) {
    const inner = cuts.filter((at) => at > silence.from && at < silence.to);
    for (const [i, to] of [...inner, silence.to].entries()) {
      const from = inner[i - 1] ?? silence.from;
      findings.add({ kind: "gap", at: from, to, reason: whySilent(from, to, cuts, maxGapMs) });
    }
  }
  for (const gap of subtract(intersect([window], somewhere), covered)) {
    const away = byDevice.filter(({ spans }) => lengthOf(intersect(spans, [gap])) < gap.to - gap.from);
    const reason = `no usable sample of ${away.map(({ device }) => device).join(", ")}`;
    findings.add({ kind: "gap", at: gap.from, to: gap.to, reason });
  }
}

function whySilent(from: number, to: number, times: readonly number[], maxGapMs: number): string {
  const before = times.findLast((at) => at <= from);
  const after = times.find((at) => at >= to);
  if (before === undefined && after === undefined) return "no usable sample at all";
  if (before === undefined) return "before the first usable sample";
  if (after === undefined) return "after the last usable sample";
  return `${after - before} ms between samples, more than ${maxGapMs}`;
}

/** Time between samples that both say that the job runs; undefined where none says anything. */
function runningSpans(series: readonly Series[], maxGapMs: number): Spans | undefined {
  const states = series.filter(({ metered }) => metered.quantity === "state");
  if (states.length === 0) return undefined;
  const sets = states.map(({ points }) => {
    const steps = points.slice(1).map((q, i) => ({ p: points[i] as (typeof points)[number], q }));
    const on = steps.filter(({ p, q }) => p.value > 0n && q.value > 0n && q.at - p.at <= maxGapMs);
    return union(on.map(({ p, q }) => ({ from: p.at, to: q.at })));
  });
  return atLeast(sets.length, sets);
}

function energyOf(all: readonly Series[], window: Span, maxGapMs: number, findings: Findings): EnergySource[] {
  const sources: EnergySource[] = [];
  const counted = new Set<string>();
  for (const { metered, device, points } of all) {
    if (metered.quantity !== "energy" || points.length < 2) continue;
    counted.add(device);
    const { metric } = metered;
    const { amount, meteredMs } = increase(points, window, findings, { metric, mostPerMs: MOST_MICROWATTS });
    sources.push({
      device,
      metric,
      method: "counter",
      nanojoules: amount,
      meteredMs,
      reason: "energy counter present",
    });
  }
  for (const { metered, device, points } of all) {
    if (metered.quantity !== "power" || counted.has(device) || points.length < 2) continue;
    const { amount, meteredMs } = area(points, window, maxGapMs);
    const { metric } = metered;
    const reason = metric === DCGM_POWER ? `fewer than two usable samples of ${DCGM_ENERGY}` : "only power is recorded";
    sources.push({ device, metric, method: "power", nanojoules: amount, meteredMs, reason });
  }
  return sources;
}

function cpuOf(series: readonly Series[], window: Span, findings: Findings): Map<string, bigint> {
  const byMode = new Map<string, bigint>();
  for (const { metered, device, mode, points } of series) {
    if (metered.quantity !== "cpu") continue;
    const { metric } = metered;
    // A job may use many CPUs at once: only a CPU's own counter has a known limit.
    const mostPerMs = device === "job" ? undefined : MOST_CPU_NS_PER_MS;
    const { amount, meteredMs } = increase(points, window, findings, { metric, mostPerMs });
    if (meteredMs === 0) continue;
    const key = device === "job" ? "job" : mode;
    byMode.set(key, (byMode.get(key) ?? 0n) + amount);
  }
  return byMode;
}

function rise(series: readonly Series[], metric: string, spans: Spans, findings: Findings): bigint {
  let sum = 0n;
  for (const { metered, points } of series) {
    if (metered.metric !== metric) continue;
    for (const span of spans) sum += increase(points, span, findings, { metric }).amount;
  }
  return sum;
}

/** The energy of all devices together, in nJ; undefined where none has a metric for it. */
export function totalNanojoules(energy: readonly EnergySource[]): bigint | undefined {
  return energy.length === 0 ? undefined : energy.reduce((sum, { nanojoules }) => sum + nanojoules, 0n);
}

/** Sum over the devices of each one's mean draw while it was metered, in uW, each halves up; undefined where none was. */
export function meanMicrowatts(energy: readonly EnergySource[]): bigint | undefined {
  const metered = energy.filter(({ meteredMs }) => meteredMs > 0);
  if (metered.length === 0) return undefined;
  // nJ per ms is uW.
  return metered.reduce((sum, s) => sum + divideRounded(s.nanojoules, BigInt(s.meteredMs)), 0n);
}

/** `meanMicrowatts` in mW, halves up. */
export function meanMilliwatts(energy: readonly EnergySource[]): bigint | undefined {
  const microwatts = meanMicrowatts(energy);
  return microwatts === undefined ? undefined : divideRounded(microwatts, 1000n);
}

/** nJ to uWh, to the nearest, halves up. */
export function toMicrowattHours(nanojoules: bigint): bigint {
  return divideRounded(nanojoules, 3_600_000n);
}

/** nJ to Wh, to the nearest, halves up. Rounded once, from nJ, never from uWh. */
export function toWattHours(nanojoules: bigint): bigint {
  return divideRounded(nanojoules, 3_600_000_000_000n);
}
