/**
 * Arithmetic on time. A span is half-open, (from, to], in whole milliseconds: the instant `from`
 * belongs to the span before it, so spans that meet neither overlap nor leave anything out.
 */
import { WindowError } from "./errors.ts";

/** The time after `from` up to and including `to`, in ms. */
export type Span = { readonly from: number; readonly to: number };

/** Disjoint spans in ascending order, none empty, none touching the next. */
export type Spans = readonly Span[];

/** @throws {WindowError} when the ends are not whole milliseconds with from < to. */
export function assertWindow({ from, to }: Span): void {
  if (!Number.isSafeInteger(from) || !Number.isSafeInteger(to) || from >= to) throw new WindowError(from, to);
}

/** True when the instant lies in (from, to]. */
export function contains({ from, to }: Span, at: number): boolean {
  return at > from && at <= to;
}

/** How long the spans are together, in ms. */
export function lengthOf(spans: Spans): number {
  return spans.reduce((sum, { from, to }) => sum + (to - from), 0);
}

/** The time that lies in at least one span. Order, overlap and empty spans do not matter. */
export function union(spans: Iterable<Span>): Spans {
  return atLeast(
    1,
    [...spans].map((span) => [span]),
  );
}

/** The time that lies in both. */
export function intersect(a: Spans, b: Spans): Spans {
  return atLeast(2, [a, b]);
}

/** The time in `a` that is not in `b`. */
export function subtract(a: Spans, b: Spans): Spans {
  const result: Span[] = [];
  for (const { from, to } of a) {
    let open = from;
    for (const hole of b) {
      if (hole.to <= open) continue;
      if (hole.from >= to) break;
      if (hole.from > open) result.push({ from: open, to: hole.from });
      open = Math.max(open, hole.to);
    }
    if (open < to) result.push({ from: open, to });
  }
  return result;
}

/**
 * The time that lies in at least `count` of the sets.
 *
 * @param count 1 or more.
 * @param sets Each a set of spans; within one set overlapping spans count once only if the set is
 * disjoint, as `Spans` is.
 */
export function atLeast(count: number, sets: readonly Spans[]): Spans {
  const edges: { at: number; step: 1 | -1 }[] = [];
  for (const { from, to } of sets.flat()) {
    if (from < to) edges.push({ at: from, step: 1 }, { at: to, step: -1 });
  }
  // Beginnings before ends at the same instant: spans that meet become one.
  edges.sort((a, b) => a.at - b.at || b.step - a.step);
  const result: Span[] = [];
  let depth = 0;
  let from = 0;
  for (const { at, step } of edges) {
    if (step === 1 && ++depth === count) from = at;
    else if (step === -1 && depth-- === count && at > from) result.push({ from, to: at });
  }
  return result;
}
