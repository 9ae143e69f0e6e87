/**
 * Parser of metrics pages: the Prometheus text format 0.0.4, which the DCGM exporter and
 * node_exporter emit, and, in strict mode, OpenMetrics 1.0.
 *
 * Why own code: the one npm package for this, parse-prometheus-text-format 1.1.1, reads 0.0.4 only.
 * Of the OpenMetrics conformance suite it accepts 153 of the 167 malformed pages and refuses 3 of
 * the 44 well-formed ones; it reports no line numbers and silently drops a line cut off inside its
 * labels. A meter must not guess.
 *
 * Values keep their text beside the parsed double: counters are turned into integers from the text
 * (see `decimal.ts`), because DCGM's 64-bit values do not survive a double.
 */
import { parseNumber } from "./decimal.ts";
import { ExpositionError } from "./errors.ts";
import { OpenMetricsRules } from "./openmetrics.ts";

/** The format a page claims to be in. */
export type ExpositionFormat = "prometheus" | "openmetrics";

/** One sample line. */
export type PageSample = {
  readonly name: string;
  readonly labels: ReadonlyMap<string, string>;
  /** The value as written. */
  readonly text: string;
  /** The value as a double: NaN and the infinities included. */
  readonly value: number;
  /** The sample's own timestamp in ms since 1970, if it has one. OpenMetrics allows fractions. */
  readonly timestamp: number | undefined;
  /** Line on the page, from 1. */
  readonly line: number;
};

/** What the page says of a metric family besides its samples. */
export type Family = {
  readonly name: string;
  /** `untyped` (0.0.4) and `unknown` (OpenMetrics) where the page does not say. */
  type: string;
  help?: string;
  unit?: string;
};

/** A parsed page. */
export type Exposition = {
  readonly format: ExpositionFormat;
  readonly families: ReadonlyMap<string, Family>;
  /** In the order of the page, repeated lines included. */
  readonly samples: readonly PageSample[];
};

export type ParseExpositionOptions = {
  /**
   * `auto` (the default) takes a page whose last line is `# EOF` for OpenMetrics, else for 0.0.4.
   * The choice matters beyond strictness: timestamps are ms in 0.0.4 and seconds in OpenMetrics.
   */
  format?: ExpositionFormat | "auto" | undefined;
};

/** One `# HELP`, `# TYPE` or `# UNIT` line. */
export type MetadataLine = { keyword: "HELP" | "TYPE" | "UNIT"; name: string; text: string };

/** An exemplar of a sample (OpenMetrics only). */
export type Exemplar = { labels: ReadonlyMap<string, string>; value: number };

const TYPES_0_0_4 = new Set(["counter", "gauge", "histogram", "summary", "untyped"]);

/**
 * Parses one metrics page.
 *
 * 0.0.4 is read the way Prometheus' own server reads it: unknown escapes are kept, metadata may
 * come late or twice as long as it does not contradict itself, a missing last line feed is fine.
 * OpenMetrics is checked in full.
 *
 * @param body The page, as text.
 * @throws {ExpositionError} when a line is not what the format allows; nothing is skipped.
 */
export function parseExposition(body: string, options: ParseExpositionOptions = {}): Exposition {
  const format = options.format === undefined || options.format === "auto" ? detectFormat(body) : options.format;
  return format === "openmetrics" ? parseOpenMetrics(body) : parsePrometheus(body);
}

/** OpenMetrics if the last line is `# EOF`, else 0.0.4. */
export function detectFormat(body: string): ExpositionFormat {
  return /(?:^|\n)# EOF\n?$/.test(body) ? "openmetrics" : "prometheus";
}

function parsePrometheus(body: string): Exposition {
  const families = new Map<string, Family>();
  const samples: PageSample[] = [];
  const lines = body.split("\n");
  for (const [index, text] of lines.entries()) {
    const line = new Line(text, index + 1, false);
    line.skipBlanks();
    if (line.atEnd()) continue;
    if (line.take(/#[ \t]*(HELP|TYPE)(?=[ \t]|$)/y)) {
      describe(families, looseMetadata(line), line);
    } else if (!line.peek("#")) {
      samples.push(readSample(line).sample);
    }
  }
  return { format: "prometheus", families, samples };
}

function looseMetadata(line: Line): MetadataLine {
  const keyword = line.last[1] as "HELP" | "TYPE";
  line.skipBlanks();
  if (!line.take(METRIC_NAME)) line.fail(`${keyword} names no metric`);
  const name = line.last[0] as string;
  if (!line.atEnd() && !line.take(/[ \t]+/y)) line.fail(`${keyword} has a metric name that is not allowed`);
  const text = line.rest();
  if (keyword === "HELP") return { keyword, name, text: resolveEscapes(text) };
  const type = text.trim();
  if (!TYPES_0_0_4.has(type)) line.fail(`"${type}" is not a metric type`);
  return { keyword, name, text: type };
}

/** Notes what a metadata line says. In 0.0.4 the same may be said twice, but not two things. */
function describe(families: Map<string, Family>, metadata: MetadataLine, line: Line): void {
  const { keyword, name, text } = metadata;
  const family = families.get(name) ?? { name, type: "" };
  families.set(name, family);
  if (keyword === "HELP") family.help = text;
  else if (family.type !== "" && family.type !== text) {
    line.fail(`${name} is called a ${text} here and a ${family.type} before`);
  } else family.type = text;
}

function parseOpenMetrics(body: string): Exposition {
  const samples: PageSample[] = [];
  const rules = new OpenMetricsRules();
  const lines = body.split("\n");
  let ended = false;
  for (const [index, text] of lines.entries()) {
    const line = new Line(text, index + 1, true);
    // A line feed at the end of the page leaves one empty last entry.
    if (text === "" && index === lines.length - 1) break;
    if (ended) line.fail("text after # EOF");
    if (text === "# EOF") {
      ended = true;
    } else if (line.peek("#")) {
      rules.metadata(strictMetadata(line), line);
    } else {
      if (text === "") line.fail("blank line");
      const { sample, exemplar } = readSample(line);
      rules.sample(sample, exemplar, line);
      samples.push(sample);
    }
  }
  if (!ended) throw new ExpositionError(lines.length, "the page does not end with # EOF");
  return { format: "openmetrics", families: rules.finish(), samples };
}

function strictMetadata(line: Line): MetadataLine {
  if (!line.take(/# (HELP|TYPE|UNIT) /y)) line.fail("neither # HELP, # TYPE, # UNIT nor # EOF");
  const keyword = line.last[1] as MetadataLine["keyword"];
  if (!line.take(METRIC_NAME)) line.fail(`${keyword} names no metric`);
  const name = line.last[0] as string;
  if (!line.take(/ /y)) line.fail(`one space must follow the metric name of ${keyword}`);
  const text = line.rest();
  return { keyword, name, text: keyword === "HELP" ? resolveEscapes(text) : text };
}

/** Reads `name{label="value",…} value [timestamp] [# {…} value [timestamp]]`. */
function readSample(line: Line): { sample: PageSample; exemplar: Exemplar | undefined } {
  if (!line.take(METRIC_NAME)) line.fail("no metric name");
  const name = line.last[0] as string;
  if (!line.strict) line.take(/[ \t]+(?=\{)/y);
  const labelled = line.peek("{");
  if (!labelled && !line.peek(" ") && !line.peek("\t")) line.fail(`no value follows the metric name ${name}`);
  const labels = labelled ? readLabels(line) : new Map<string, string>();
  const { text, value } = readValue(line);
  let timestamp: number | undefined;
  if (line.take(line.strict ? / (?!#)/y : /[ \t]+(?=[^ \t])/y)) timestamp = readTimestamp(line);
  let exemplar: Exemplar | undefined;
  if (line.strict && line.take(/ # (?=\{)/y)) {
    const exemplarLabels = readLabels(line);
    exemplar = { labels: exemplarLabels, value: readValue(line).value };
    if (line.take(/ /y)) readTimestamp(line);
  }
  if (!line.strict) line.skipBlanks();
  if (!line.atEnd()) line.fail(`"${line.rest()}" does not belong here`);
  return { sample: { name, labels, text, value, timestamp, line: line.number }, exemplar };
}

function readLabels(line: Line): ReadonlyMap<string, string> {
  const blanks = () => {
    if (!line.strict) line.skipBlanks();
  };
  const labels = new Map<string, string>();
  line.take(/\{/y);
  blanks();
  while (!line.take(/\}/y)) {
    if (labels.size > 0) {
      if (!line.take(/,/y)) line.fail("labels are not separated by a comma");
      blanks();
      // 0.0.4 allows a comma after the last label, OpenMetrics does not.
      if (!line.strict && line.take(/\}/y)) break;
    }
    if (!line.take(/[a-zA-Z_][a-zA-Z0-9_]*/y)) line.fail("no label name");
    const name = line.last[0] as string;
    blanks();
    if (!line.take(/=/y)) line.fail(`label ${name} has no value`);
    blanks();
    if (!line.take(/"([^"\\]*(?:\\[\s\S][^"\\]*)*)"/y)) line.fail(`label ${name} has no quoted value`);
    if (labels.has(name)) line.fail(`label ${name} appears twice`);
    labels.set(name, resolveEscapes(line.last[1] as string));
    blanks();
  }
  return labels;
}

function readValue(line: Line): { text: string; value: number } {
  // 0.0.4 does not insist on a blank after the closing brace.
  if (!line.strict) line.skipBlanks();
  else if (!line.take(/ /y)) line.fail("one space must stand before the value");
  if (!line.take(/[^ \t]+/y)) line.fail("no value");
  const text = line.last[0] as string;
  const value = parseNumber(text);
  if (value === undefined) line.fail(`"${text}" is not a number`);
  return { text, value };
}

function readTimestamp(line: Line): number {
  line.take(/[^ \t]*/y);
  const text = line.last[0] as string;
  const number = parseNumber(text);
  const whole = line.strict || /^[+-]?\d+$/.test(text);
  if (number === undefined || !Number.isFinite(number) || !whole) {
    line.fail(`"${text}" is not a timestamp in ${line.strict ? "seconds" : "whole milliseconds"}`);
  }
  return line.strict ? number * 1000 : number;
}

const METRIC_NAME = /[a-zA-Z_:][a-zA-Z0-9_:]*/y;

/** Resolves `\\`, `\"` and `\n`. Any other backslash stands for itself, as Prometheus has it. */
function resolveEscapes(text: string): string {
  return text.includes("\\") ? text.replace(/\\([\\"n])/g, (_, c: string) => (c === "n" ? "\n" : c)) : text;
}

/** A cursor over one line. */
export class Line {
  readonly text: string;
  readonly number: number;
  readonly strict: boolean;
  /** What `take` matched last. */
  last: readonly (string | undefined)[] = [];
  #at = 0;

  constructor(text: string, number: number, strict: boolean) {
    this.text = text;
    this.number = number;
    this.strict = strict;
  }

  /** Moves past `pattern` (sticky) if it stands here. */
  take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.text);
    if (!match) return false;
    this.#at += match[0].length;
    this.last = match;
    return true;
  }

  skipBlanks(): void {
    while (this.text[this.#at] === " " || this.text[this.#at] === "\t") this.#at++;
  }

  peek(character: string): boolean {
    return this.text[this.#at] === character;
  }

  atEnd(): boolean {
    return this.#at >= this.text.length;
  }

  rest(): string {
    return this.text.slice(this.#at);
  }

  /** @throws {ExpositionError} always. */
  fail(reason: string): never {
    throw new ExpositionError(this.number, reason, this.text);
  }
}
