/** What was odd about the samples: everything that a reading left out or bridged, and why. */

export type FindingKind =
  /** Time in the window that no samples cover. Has an end, `to`. */
  | "gap"
  /** A counter fell: its source restarted, and it counts from zero again. */
  | "reset"
  /** The same sample again: it counts once. */
  | "duplicate"
  /** Two different values of one series at one time: the lower one counts. */
  | "conflict"
  /** A sample came after a later one: it is sorted in. */
  | "out-of-order"
  /** A value by which DCGM says that it has none. It is not metered. */
  | "sentinel"
  /** NaN, infinite, negative or too large to be real. It is not metered. */
  | "invalid"
  /** A series that other pages of the same exporter have is not on this page. */
  | "missing"
  /** A counter rose by more than the hardware can. The rise is not metered. */
  | "implausible"
  /** A page that is not what its format says. It counts as not scraped. */
  | "malformed";

export type Finding = {
  readonly kind: FindingKind;
  /** When, in ms: the time of the sample, or the instant after which a gap begins. */
  readonly at: number;
  /** The end of a gap, in ms. */
  readonly to?: number;
  /** The metric concerned, where it is one. */
  readonly metric?: string;
  readonly reason: string;
  /** How many samples are concerned: the same finding for several devices is listed once. */
  readonly count: number;
};

/** Collects findings, folding those that say the same. */
export class Findings {
  readonly #byKey = new Map<string, Finding>();

  add(finding: Omit<Finding, "count">): void {
    const key = JSON.stringify([finding.kind, finding.at, finding.to, finding.metric, finding.reason]);
    const before = this.#byKey.get(key);
    this.#byKey.set(key, { ...finding, count: (before?.count ?? 0) + 1 });
  }

  /** All findings, by time, then kind, metric and reason: the order of arrival does not show. */
  list(): readonly Finding[] {
    return [...this.#byKey].sort(([a, x], [b, y]) => x.at - y.at || (a < b ? -1 : 1)).map(([, finding]) => finding);
  }
}
