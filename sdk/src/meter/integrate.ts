/**
 * Amounts over time, exactly: what a counter rose by, or the area under a gauge, within a window.
 *
 * Between two samples p and q both are a function of time, T(t), the amount since p, in whole
 * units, rounded down: for a counter T(t) = delta * (t - p) / (q - p), for a gauge (trapezoid)
 * T(t) = p.v * (t - p) + (q.v - p.v) * (t - p)^2 / (2 * (q - p)). A window takes T(end) - T(start)
 * of the part inside it. So the amounts of adjoining windows add up to the last unit, wherever they
 * are split.
 */
import type { Findings } from "./findings.ts";
import type { Point } from "./series.ts";
import { contains, type Span } from "./spans.ts";

export type Amount = {
  /** Gauge unit times ms, or counter units. For power in uW and for energy alike: nJ. */
  readonly amount: bigint;
  /** How much of the window the amount is of, in ms. */
  readonly meteredMs: number;
};

export type IncreaseOptions = {
  /** The metric, for the findings. */
  metric: string;
  /** The most that the counter can rise by in a ms. More is listed and not metered. */
  mostPerMs?: bigint | undefined;
};

/**
 * An exporter may serve figures that it read up to this long ago (the DCGM exporter reads every
 * 30 s by default), so a rise is judged as if it took this much longer, in ms.
 */
const EXPORTER_CACHE_MS = 60_000;

/**
 * What a counter rose by in the window.
 *
 * A counter that falls has restarted from zero, so what it shows after the fall is what it counted
 * since; what it counted before the restart and after the sample before is lost. A counter tells
 * what happened between two samples however far apart they are: gaps are bridged.
 *
 * @param points By time, ascending, one per time.
 */
export function increase(points: readonly Point[], window: Span, findings: Findings, options: IncreaseOptions): Amount {
  const { metric, mostPerMs } = options;
  let amount = 0n;
  let meteredMs = 0;
  forEachStep(points, window, (p, q, from, to) => {
    const fell = q.value < p.value;
    const delta = fell ? q.value : q.value - p.value;
    const ms = BigInt(q.at - p.at);
    const implausible = mostPerMs !== undefined && delta > mostPerMs * (ms + BigInt(EXPORTER_CACHE_MS));
    if (contains(window, q.at)) {
      if (fell)
        findings.add({ kind: "reset", at: q.at, metric, reason: "the counter fell: it counts from zero again" });
      if (implausible) findings.add({ kind: "implausible", at: q.at, metric, reason: "rose by more than is possible" });
    }
    if (implausible) return;
    const since = (at: number) => (delta * BigInt(at - p.at)) / ms;
    amount += since(to) - since(from);
    meteredMs += to - from;
  });
  return { amount, meteredMs };
}

/**
 * The area under a gauge in the window, by trapezoid. Steps longer than `maxGapMs` are left out:
 * a gauge says nothing about the time between samples that are far apart.
 *
 * @param points By time, ascending, one per time; values 0 or more.
 */
export function area(points: readonly Point[], window: Span, maxGapMs: number): Amount {
  let amount = 0n;
  let meteredMs = 0;
  forEachStep(points, window, (p, q, from, to) => {
    if (q.at - p.at > maxGapMs) return;
    const ms = BigInt(q.at - p.at);
    const since = (at: number) => {
      const x = BigInt(at - p.at);
      return (2n * ms * p.value * x + (q.value - p.value) * x * x) / (2n * ms);
    };
    amount += since(to) - since(from);
    meteredMs += to - from;
  });
  return { amount, meteredMs };
}

/** The time that samples no more than `maxGapMs` apart cover, whether in a window or not. */
export function coverage(times: readonly number[], maxGapMs: number): Span[] {
  const steps = times.slice(1).map((to, i) => ({ from: times[i] as number, to }));
  return steps.filter(({ from, to }) => to - from <= maxGapMs);
}

/** Calls `visit` for each pair of neighbours that reaches into the window, with the part inside. */
function forEachStep(
  points: readonly Point[],
  window: Span,
  visit: (p: Point, q: Point, from: number, to: number) => void,
): void {
  for (const [i, q] of points.entries()) {
    const p = points[i - 1];
    if (!p) continue;
    const from = Math.max(window.from, p.at);
    const to = Math.min(window.to, q.at);
    if (from < to) visit(p, q, from, to);
  }
}
