/** `clearhour meter read`: a reading of recorded pages or a CSV, offline, as JSON. */
import { readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { gunzipSync } from "node:zlib";
import { BaseError } from "../errors/base.ts";
import { looksLikeCsv } from "../meter/csv.ts";
import { type ReadOptions, type ReadSource, read } from "../meter/read.ts";
import { EXIT_DATA, EXIT_OK, type Io, UsageError } from "./io.ts";

export const METER_READ_USAGE = `clearhour meter read FILES… [options]

Computes a reading from recorded exporter pages (Prometheus text 0.0.4 or OpenMetrics 1.0, plain or
gzip) or from a CSV of offset_ms,watts, and prints it as JSON. Works offline.

  --at TIME         when a page was scraped; once per page file, in their order.
                    Without it the samples' own timestamps are used.
  --from TIME       the window is (from, to]; by default from the first sample ...
  --to TIME         ... to the last
  --max-gap SECONDS samples further apart leave a gap; by default judged from their spacing
  --format NAME     prometheus or openmetrics; by default judged from the page's last line
  --skip-malformed  list malformed pages and go on, instead of failing

A TIME is in whole ms (since 1970 for pages, since the recording began for a CSV) or ISO 8601 with
a zone, such as 2026-11-21T09:00:00Z.

Exit code 0: a reading was printed. 1: the files do not give one. 2: the command was wrong.`;

const OPTIONS = {
  at: { type: "string", multiple: true },
  from: { type: "string" },
  to: { type: "string" },
  "max-gap": { type: "string" },
  format: { type: "string" },
  "skip-malformed": { type: "boolean" },
  help: { type: "boolean", short: "h" },
} as const;

/** No recording of pages is larger; a gzip file could be made to unpack to anything. */
const LARGEST_FILE = 512 * 1024 * 1024;

/**
 * Runs the command.
 *
 * @param args What follows `meter read`.
 * @returns The exit code.
 * @throws {UsageError} when the command is wrong; the caller prints it and exits with 2.
 */
export function meterRead(args: readonly string[], io: Io): number {
  const { positionals, values } = parse(args);
  if (values.help) {
    io.out(METER_READ_USAGE);
    return EXIT_OK;
  }
  if (positionals.length === 0) throw new UsageError("Name at least one file.", METER_READ_USAGE);
  const options: ReadOptions = {
    from: optional(values.from, (text) => time("--from", text)),
    to: optional(values.to, (text) => time("--to", text)),
    maxGapMs: optional(values["max-gap"], maxGap),
    format: optional(values.format, format),
    skipMalformed: values["skip-malformed"] ?? false,
  };
  if (options.from !== undefined && options.to !== undefined && options.from >= options.to) {
    throw new UsageError(`The window (${options.from}, ${options.to}] is empty: --from must be before --to.`);
  }
  try {
    const files = positionals.map((path) => ({ name: path, text: load(path) }));
    const sources = withTimes(
      files,
      (values.at ?? []).map((text) => time("--at", text)),
    );
    io.out(JSON.stringify(read(sources, options), null, 2));
    return EXIT_OK;
  } catch (error) {
    if (!(error instanceof BaseError) || error instanceof UsageError) throw error;
    io.err(`clearhour meter read: ${error.message}`);
    return EXIT_DATA;
  }
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : String(cause), METER_READ_USAGE);
  }
}

/** Gives each page its scrape time. A CSV has its own times. */
function withTimes(files: readonly ReadSource[], times: readonly number[]): ReadSource[] {
  const pages = files.filter(({ text }) => !looksLikeCsv(text));
  if (times.length > 0 && times.length !== pages.length) {
    const csv = files.length > pages.length ? " A CSV needs none: its rows have their times." : "";
    throw new UsageError(
      `--at is given ${counted(times.length, "time")} for ${counted(pages.length, "page")}: give it once per page.${csv}`,
    );
  }
  return files.map((file) => {
    const at = times[pages.indexOf(file)];
    return at === undefined ? file : { ...file, at };
  });
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

function load(path: string): string {
  try {
    const bytes = readFileSync(path);
    const zipped = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const plain = zipped ? gunzipSync(bytes, { maxOutputLength: LARGEST_FILE }) : bytes;
    return new TextDecoder("utf-8", { fatal: true }).decode(plain);
  } catch (cause) {
    throw new BaseError(`${path} cannot be read.`, { cause });
  }
}

function time(flag: string, text: string): number {
  if (/^[+-]?\d+$/.test(text)) {
    const ms = Number(text);
    if (Number.isSafeInteger(ms)) return ms;
  } else if (/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)$/.test(text)) {
    const ms = Date.parse(text);
    if (!Number.isNaN(ms)) return ms;
  }
  throw new UsageError(`${flag} ${text} is not a time: whole ms, or ISO 8601 with a zone.`);
}

function maxGap(text: string): number {
  const ms = /^\d+(\.\d{1,3})?$/.test(text) ? Math.round(Number(text) * 1000) : 0;
  if (Number.isSafeInteger(ms) && ms >= 1) return ms;
  throw new UsageError(`--max-gap ${text} is not a number of seconds above 0.`);
}

function format(text: string): "prometheus" | "openmetrics" {
  if (text === "prometheus" || text === "openmetrics") return text;
  throw new UsageError(`--format ${text} is neither prometheus nor openmetrics.`);
}

function optional<T>(text: string | undefined, parseIt: (text: string) => T): T | undefined {
  return text === undefined ? undefined : parseIt(text);
}
