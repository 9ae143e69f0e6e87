/** From scraped pages to clean series: sorted by time, one value per time, integers only. */
import { parseScaled } from "./decimal.ts";
import { ExpositionError, NoTimeError } from "./errors.ts";
import { dcgmSentinel, deviceOf, exporterOf, isDcgm, isVital, type Metered, meteredMetrics } from "./exporters.ts";
import { type ExpositionFormat, type PageSample, parseExposition } from "./exposition.ts";
import type { Findings } from "./findings.ts";

/** A page as an exporter served it, and when it was scraped (ms since 1970). */
export type SamplePage = { readonly at: number; readonly body: string };

/** A page whose samples may carry their own timestamps. */
export type RecordedPage = {
  readonly at?: number | undefined;
  readonly body: string;
  /** What to call it in errors, e.g. a file name. */
  readonly name?: string | undefined;
  /** Goes before the format of all pages. */
  readonly format?: ExpositionFormat | undefined;
};

export type Point = { readonly at: number; readonly value: bigint };

/** One metered quantity of one device. */
export type Series = {
  readonly metered: Metered;
  readonly device: string;
  /** The mode of CPU time, else empty. */
  readonly mode: string;
  /** By time, ascending, one per time. */
  readonly points: readonly Point[];
};

export type Collected = {
  readonly series: readonly Series[];
  /** When each device was seen alive: times in ms, ascending. */
  readonly seen: ReadonlyMap<string, readonly number[]>;
  /** True when a page says of itself that it is synthetic. */
  readonly synthetic: boolean;
};

export type CollectOptions = {
  /** A further counter to meter: the work that a performance floor is about. */
  work?: string | undefined;
  /**
   * Whether a sample's own timestamp goes before the page's scrape time. Never for evidence: the
   * scrape time is signed, what the page says is the exporter's word.
   */
  honorTimestamps?: boolean | undefined;
  /** Whether a malformed page is an error or is listed and left out. */
  malformed?: "throw" | "list" | undefined;
  format?: ExpositionFormat | "auto" | undefined;
};

/** Values of one series at one time, by full label set: repeats of a device differ in labels. */
type Raw = {
  metered: Metered;
  device: string;
  mode: string;
  latest: number;
  times: Map<number, Map<string, string[]>>;
};

/** The label by which a page or sample says that no hardware stands behind it. */
export const SYNTHETIC_LABEL = "synthetic";

/**
 * Collects the series of some pages. The order of the pages does not matter.
 *
 * @throws {NoTimeError} when a sample has neither a timestamp that is honoured nor a scrape time.
 * @throws {ExpositionError} when a page is malformed, unless those are listed.
 */
export function collect(pages: Iterable<RecordedPage>, findings: Findings, options: CollectOptions = {}): Collected {
  const collector = new Collector(findings, options);
  const done = new Set<string>();
  for (const page of pages) {
    const key = `${page.at}|${page.body}`;
    if (page.at !== undefined && done.has(key)) {
      findings.add({ kind: "duplicate", at: page.at, reason: "the same page again" });
    } else collector.page(page);
    done.add(key);
  }
  return collector.finish();
}

class Collector {
  readonly #findings: Findings;
  readonly #options: CollectOptions;
  readonly #metered: ReadonlyMap<string, Metered>;
  readonly #raw = new Map<string, Raw>();
  readonly #seen = new Map<string, Set<number>>();
  /** Times at which each exporter was scraped. */
  readonly #scrapes = new Map<string, Set<number>>();
  /** Times of pages with samples, none of which is about a known device. */
  readonly #others = new Set<number>();
  #synthetic = false;

  constructor(findings: Findings, options: CollectOptions) {
    this.#findings = findings;
    this.#options = options;
    this.#metered = meteredMetrics(options.work);
  }

  page(page: RecordedPage): void {
    let samples: readonly PageSample[];
    try {
      ({ samples } = parseExposition(page.body, { format: page.format ?? this.#options.format }));
    } catch (error) {
      if (!(error instanceof ExpositionError)) throw error;
      if (this.#options.malformed !== "list" || page.at === undefined) {
        throw new ExpositionError(error.line, error.reason, error.text, page.name);
      }
      this.#findings.add({ kind: "malformed", at: page.at, reason: `line ${error.line}: ${error.reason}` });
      return;
    }
    for (const sample of samples) this.#sample(sample, this.#timeOf(sample, page));
  }

  #timeOf(sample: PageSample, page: RecordedPage): number {
    const own = this.#options.honorTimestamps ? sample.timestamp : undefined;
    const at = own ?? page.at;
    if (at === undefined) throw new NoTimeError(page.name ?? "the page");
    return Math.round(at);
  }

  #sample(sample: PageSample, at: number): void {
    const { labels, name } = sample;
    if (labels.get(SYNTHETIC_LABEL) === "true") this.#synthetic = true;
    const metered = this.#metered.get(name);
    const device = deviceOf(sample);
    if (device === undefined) this.#others.add(at);
    if (device === undefined && metered === undefined) return;
    const labelSet = JSON.stringify([...labels].sort(([a], [b]) => (a < b ? -1 : 1)));
    addTo(this.#scrapes, exporterOf(name), at);
    const raw = metered && this.#series(metered, device ?? labelSet, labels.get("mode") ?? "");
    if (raw && raw.latest > at) {
      this.#findings.add({ kind: "out-of-order", at, metric: name, reason: "came after a later sample" });
    }
    if (raw) raw.latest = Math.max(raw.latest, at);
    const fault = this.#faultOf(sample, metered);
    // A series that was on the page with an unusable value is not missing from it.
    const byLabels = raw && (raw.times.get(at) ?? new Map<string, string[]>());
    if (raw && byLabels) raw.times.set(at, byLabels);
    if (fault) {
      this.#findings.add({ kind: fault.kind, at, metric: name, reason: fault.reason });
      return;
    }
    if (isVital(device)) addTo(this.#seen, device, at);
    if (byLabels) {
      const texts = byLabels.get(labelSet);
      if (texts) texts.push(sample.text);
      else byLabels.set(labelSet, [sample.text]);
    }
  }

  #faultOf(
    sample: PageSample,
    metered: Metered | undefined,
  ): { kind: "sentinel" | "invalid"; reason: string } | undefined {
    const { name, text, value } = sample;
    const why = isDcgm(name) ? dcgmSentinel(sample) : undefined;
    if (why) return { kind: "sentinel", reason: `DCGM's value for "${why}" (${text})` };
    if (!metered) return undefined;
    if (!Number.isFinite(value)) return { kind: "invalid", reason: `${text} is not a finite number` };
    if (value < 0) return { kind: "invalid", reason: `${text} is negative` };
    if (parseScaled(text, metered.decimals) === undefined) return { kind: "invalid", reason: `${text} is too large` };
    return undefined;
  }

  #series(metered: Metered, device: string, mode: string): Raw {
    const key = `${metered.metric}|${device}|${mode}`;
    const raw = this.#raw.get(key) ?? { metered, device, mode, latest: Number.NEGATIVE_INFINITY, times: new Map() };
    this.#raw.set(key, raw);
    return raw;
  }

  finish(): Collected {
    const series = [...this.#raw].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, raw]) => this.#clean(raw));
    // Pages of an exporter that is not known still show that something answered.
    if (this.#seen.size === 0 && this.#others.size > 0) this.#seen.set("exporter", this.#others);
    const seen = [...this.#seen].map(([device, times]) => [device, [...times].sort((a, b) => a - b)] as const);
    // By device, so that the order of arrival shows nowhere.
    return { series, seen: new Map(seen.sort(([a], [b]) => (a < b ? -1 : 1))), synthetic: this.#synthetic };
  }

  #clean(raw: Raw): Series {
    const { metered, device, mode } = raw;
    const points: Point[] = [];
    for (const [at, byLabels] of [...raw.times].sort(([a], [b]) => a - b)) {
      const values = [...byLabels.values()].map((texts) => this.#single(texts, at, metered));
      // Instances of one board each report the whole board: the largest is its latest figure.
      if (values.length > 0) points.push({ at, value: values.reduce((a, b) => (a > b ? a : b)) });
    }
    for (const at of this.#scrapes.get(exporterOf(metered.metric)) ?? []) {
      if (raw.times.has(at)) continue;
      const reason = `not on the page: ${device}${mode && `, mode ${mode}`}`;
      this.#findings.add({ kind: "missing", at, metric: metered.metric, reason });
    }
    return { metered, device, mode, points };
  }

  /** The one value of equal or conflicting samples. */
  #single(texts: readonly string[], at: number, { metric, decimals }: Metered): bigint {
    const values = texts.map((text) => parseScaled(text, decimals) as bigint).sort((a, b) => (a < b ? -1 : 1));
    const lowest = values[0] as bigint;
    for (const value of values.slice(1)) {
      const same = value === lowest;
      this.#findings.add({
        kind: same ? "duplicate" : "conflict",
        at,
        metric,
        reason: same ? "the same sample again" : "two values at one time, the lower one counts",
      });
    }
    return lowest;
  }
}

function addTo(map: Map<string, Set<number>>, key: string, at: number): void {
  const set = map.get(key);
  if (set) set.add(at);
  else map.set(key, new Set([at]));
}
