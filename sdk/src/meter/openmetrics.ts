/**
 * What OpenMetrics 1.0 demands beyond the shape of a line: families in one piece, metadata first,
 * sample names and labels that fit the type, complete and ordered histograms, no clashing names.
 */
import { isDecimal } from "./decimal.ts";
import type { Exemplar, Family, Line, MetadataLine, PageSample } from "./exposition.ts";

/** The suffixes that samples of a type carry. The empty one is the family's own name. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ["_total", "_created"],
  gauge: [""],
  histogram: ["_bucket", "_count", "_sum", "_created"],
  gaugehistogram: ["_bucket", "_gcount", "_gsum"],
  stateset: [""],
  info: ["_info"],
  summary: ["", "_count", "_sum", "_created"],
  unknown: [""],
};

/** At most this many code points in the names and values of an exemplar's labels together. */
const EXEMPLAR_LABEL_LIMIT = 128;

type Bucket = { le: number; value: number };

/** The samples of one label set at one time: what a histogram's consistency is judged on. */
type Point = {
  buckets: Bucket[];
  count: number | undefined;
  sum: number | undefined;
  timestamp: number | undefined;
  seen: Set<string>;
};

/** Checks a page line by line. Feed it every line in order, then call `finish`. */
export class OpenMetricsRules {
  readonly #families = new Map<string, Family>();
  /** Every name that a family's samples could carry, and the family's own: none may clash. */
  readonly #claimed = new Map<string, string>();
  #current: Family | undefined;
  #described = new Set<string>();
  #sampled = false;
  #groups = new Set<string>();
  #group: string | undefined;
  #point: Point | undefined;
  #last: Line | undefined;

  /** @throws {ExpositionError} when the line repeats, comes late or does not fit its family. */
  metadata({ keyword, name, text }: MetadataLine, line: Line): void {
    if (this.#current?.name !== name) this.#open(name, line);
    const family = this.#current as Family;
    if (this.#sampled) line.fail(`# ${keyword} ${name} comes after samples of ${name}`);
    if (this.#described.has(keyword)) line.fail(`# ${keyword} ${name} appears twice`);
    this.#described.add(keyword);
    if (keyword === "HELP") family.help = text;
    else if (keyword === "UNIT") family.unit = text;
    else {
      if (!Object.hasOwn(SUFFIXES, text)) line.fail(`"${text}" is not a metric type`);
      family.type = text;
    }
    if (family.unit && !name.endsWith(`_${family.unit}`)) {
      line.fail(`${name} does not end with its unit _${family.unit}`);
    }
    if (family.unit && (family.type === "info" || family.type === "stateset")) {
      line.fail(`a family of type ${family.type} has no unit`);
    }
    this.#last = line;
  }

  /** @throws {ExpositionError} when the sample does not fit its family, its group or its type. */
  sample(sample: PageSample, exemplar: Exemplar | undefined, line: Line): void {
    if (!this.#current || !suffixOf(this.#current, sample.name)) this.#open(sample.name, line);
    const family = this.#current as Family;
    const suffix = sample.name.slice(family.name.length);
    if (!this.#sampled) this.#claim(family, line);
    this.#sampled = true;
    checkLabels(family, suffix, sample, line);
    checkValue(family, suffix, sample, line);
    if (exemplar) checkExemplar(family, suffix, exemplar, line);
    this.#place(family, suffix, sample, line);
    this.#last = line;
  }

  /** Ends the page and returns its families. */
  finish(): ReadonlyMap<string, Family> {
    this.#close();
    return this.#families;
  }

  #open(name: string, line: Line): void {
    this.#close();
    if (this.#families.has(name)) line.fail(`the lines of ${name} are not in one piece`);
    this.#current = { name, type: "unknown" };
    this.#families.set(name, this.#current);
    this.#described = new Set();
    this.#sampled = false;
    this.#groups = new Set();
    this.#group = undefined;
    this.#point = undefined;
  }

  #close(): void {
    if (!this.#current) return;
    // A family without samples claims its names too.
    if (!this.#sampled) this.#claim(this.#current, this.#last as Line);
    this.#endPoint();
  }

  #claim(family: Family, line: Line): void {
    const names = new Set([family.name, ...(SUFFIXES[family.type] as string[]).map((s) => family.name + s)]);
    for (const name of names) {
      const owner = this.#claimed.get(name);
      if (owner !== undefined) line.fail(`the name ${name} of ${family.name} clashes with ${owner}`);
      this.#claimed.set(name, family.name);
    }
  }

  /** Checks that samples of one label set stand together and in order of time. */
  #place(family: Family, suffix: string, sample: PageSample, line: Line): void {
    const group = groupKey(family, suffix, sample);
    const { timestamp } = sample;
    if (group !== this.#group) {
      this.#endPoint();
      if (this.#groups.has(group)) line.fail(`the samples of one label set of ${family.name} are not in one piece`);
      this.#groups.add(group);
      this.#group = group;
    } else if (this.#point) {
      const before = this.#point.timestamp;
      if ((before === undefined) !== (timestamp === undefined)) line.fail("only some samples of a label set are timed");
      if (before !== undefined && timestamp !== undefined) {
        if (timestamp < before) line.fail("timestamps go back");
        if (timestamp > before) this.#endPoint();
      }
    }
    this.#point ??= { buckets: [], count: undefined, sum: undefined, timestamp, seen: new Set() };
    const id = `${suffix}|${seriesKey(sample)}`;
    // Two samples at one time are allowed where the time is given, so that clocks may be coarse.
    if (timestamp === undefined && this.#point.seen.has(id)) line.fail(`${sample.name} appears twice`);
    this.#point.seen.add(id);
    if (suffix === "_bucket") {
      this.#point.buckets.push({ le: Number(boundOf(sample.labels.get("le") as string)), value: sample.value });
    } else if (suffix === "_count" || suffix === "_gcount") this.#point.count = sample.value;
    else if (suffix === "_sum" || suffix === "_gsum") this.#point.sum = sample.value;
  }

  #endPoint(): void {
    const point = this.#point;
    this.#point = undefined;
    const type = this.#current?.type;
    if (!point || (type !== "histogram" && type !== "gaugehistogram")) return;
    const line: Line = this.#last as Line;
    const { buckets, count, sum } = point;
    for (const [i, bucket] of buckets.entries()) {
      const before = buckets[i - 1];
      if (before && bucket.le <= before.le) line.fail("the buckets are not in ascending order");
      if (before && bucket.value < before.value) line.fail("a bucket holds less than the one below it");
    }
    const top = buckets.at(-1);
    if (top?.le !== Number.POSITIVE_INFINITY) line.fail("a histogram has no +Inf bucket");
    if ((count === undefined) !== (sum === undefined)) line.fail("a histogram has only one of count and sum");
    if (count !== undefined && count !== top.value) line.fail("the count is not the value of the +Inf bucket");
    const negative = buckets.some((bucket) => bucket.le < 0);
    if (type === "histogram" && negative && sum !== undefined) {
      line.fail("a histogram with negative buckets cannot have a sum");
    }
    if (type === "gaugehistogram" && !negative && sum !== undefined && sum < 0) {
      line.fail("the sum is negative without a negative bucket");
    }
  }
}

function suffixOf(family: Family, name: string): boolean {
  return (SUFFIXES[family.type] as string[]).some((suffix) => name === family.name + suffix);
}

function checkLabels({ name, type }: Family, suffix: string, { labels }: PageSample, line: Line): void {
  if (suffix === "_bucket") {
    const le = labels.get("le");
    if (le === undefined || boundOf(le) === undefined) line.fail(`${name}_bucket needs a label le that is a number`);
  }
  if (type === "summary" && suffix === "") {
    const quantile = boundOf(labels.get("quantile") ?? "");
    if (quantile === undefined || quantile < 0 || quantile > 1) {
      line.fail(`${name} needs a label quantile between 0 and 1`);
    }
  }
  if (type === "stateset" && !labels.has(name)) line.fail(`a state of ${name} needs a label ${name}`);
}

function checkValue({ type }: Family, suffix: string, { value, name }: PageSample, line: Line): void {
  if (type === "info" && value !== 1) line.fail(`${name} must be 1`);
  if (type === "stateset" && value !== 0 && value !== 1) line.fail(`${name} must be 0 or 1`);
  const isCount = ["_total", "_bucket", "_count", "_gcount"].includes(suffix);
  const isSum = suffix === "_sum" || suffix === "_gsum";
  if ((isCount || isSum) && Number.isNaN(value)) line.fail(`${name} must not be NaN`);
  // The sum of a gauge histogram may be negative: `#endPoint` knows the buckets.
  if ((isCount || suffix === "_sum") && value < 0) line.fail(`${name} must not be negative`);
  if (type === "summary" && suffix === "" && value < 0) line.fail(`a quantile of ${name} must not be negative`);
}

function checkExemplar({ type }: Family, suffix: string, { labels }: Exemplar, line: Line): void {
  const allowed =
    (type === "counter" && suffix === "_total") ||
    ((type === "histogram" || type === "gaugehistogram") && suffix === "_bucket");
  if (!allowed) line.fail("only counters and buckets can have an exemplar");
  let length = 0;
  for (const [name, value] of labels) length += [...name].length + [...value].length;
  if (length > EXEMPLAR_LABEL_LIMIT) line.fail(`the labels of the exemplar are longer than ${EXEMPLAR_LABEL_LIMIT}`);
}

/** The label set that a sample belongs to, without the label that tells its parts apart. */
function groupKey({ name, type }: Family, suffix: string, sample: PageSample): string {
  const part = suffix === "_bucket" ? "le" : type === "summary" ? "quantile" : type === "stateset" ? name : undefined;
  return seriesKey(sample, part);
}

function seriesKey({ labels }: PageSample, without?: string): string {
  const entries = [...labels].filter(([name]) => name !== without);
  return JSON.stringify(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** A bucket bound or quantile: a decimal, or an infinity spelled exactly `+Inf` or `-Inf`. */
function boundOf(text: string): number | undefined {
  if (text === "+Inf") return Number.POSITIVE_INFINITY;
  if (text === "-Inf") return Number.NEGATIVE_INFINITY;
  return isDecimal(text) ? Number(text) : undefined;
}
