import { BaseError, type BaseErrorOptions } from "../errors/base.ts";

/** The root of every error of the metering library. */
export class MeterError extends BaseError {
  override name = "MeterError";
}

/** Where and why a text could not be read: the common part of its two kinds. */
abstract class TextError extends MeterError {
  /** Line of the fault, from 1. */
  readonly line: number;
  /** What is wrong, without the line. */
  readonly reason: string;
  /** The faulty line itself. */
  readonly text: string | undefined;

  constructor(what: string, line: number, reason: string, text: string | undefined, hints: readonly string[]) {
    const quoted = text === undefined ? [] : [`  ${line} | ${shorten(text)}`];
    super(`Line ${line} of ${what}: ${reason}.`, { metaMessages: [...quoted, ...hints] });
    this.line = line;
    this.reason = reason;
    this.text = text;
  }
}

/** A metrics page is not what its format says. */
export class ExpositionError extends TextError {
  override name = "ExpositionError";

  constructor(line: number, reason: string, text?: string, source = "the metrics page") {
    super(source, line, reason, text, [
      "A page is Prometheus text 0.0.4 or OpenMetrics 1.0, as the exporter served it: fetch it again, unedited.",
      "To go on without malformed pages, and have them listed: `skipMalformed` (`--skip-malformed`).",
    ]);
  }
}

/** A CSV of `offset_ms,watts` is not what it should be. */
export class CsvError extends TextError {
  override name = "CsvError";

  constructor(line: number, reason: string, text?: string, source = "the CSV") {
    const hint = "Each line is `offset_ms,watts`: milliseconds since the recording began, and watts.";
    super(source, line, reason, text, [hint]);
  }
}

/** A window (from, to] is empty, reversed or not in whole milliseconds. */
export class WindowError extends MeterError {
  override name = "WindowError";
  readonly from: number;
  readonly to: number;

  constructor(from: number, to: number) {
    super(`The window (${from}, ${to}] is not one: both ends are whole milliseconds, from < to.`, {
      metaMessages: ["Give `from` before `to` (`--from`, `--to`), both in whole milliseconds."],
    });
    this.from = from;
    this.to = to;
  }
}

/** A sample on a page carries no timestamp and nobody said when the page was scraped. */
export class NoTimeError extends MeterError {
  override name = "NoTimeError";

  constructor(page: string) {
    super(`Nothing says when ${page} was scraped.`, {
      metaMessages: ["Its samples carry no timestamps: give the scrape time (`--at`, once per page)."],
    });
  }
}

/** There is nothing to meter. */
export class NoSamplesError extends MeterError {
  override name = "NoSamplesError";
}

/** A number is outside what a reading or the arithmetic can hold. */
export class RangeMeterError extends MeterError {
  override name = "RangeMeterError";
}

/** A signature is not the one of the key that had to sign. */
export class MeterSignatureError extends MeterError {
  override name = "MeterSignatureError";
  /** What was signed: a sample, a receipt or a challenge. */
  readonly subject: string;
  /** The address that had to sign. */
  readonly expected: string;
  /** The address that signed, if the signature recovers to one. */
  readonly actual: string | undefined;

  constructor(subject: string, expected: string, actual?: string, options: BaseErrorOptions = {}) {
    super(`The signature of ${subject} is not by ${expected}.`, {
      metaMessages: [
        actual ? `It is by ${actual}.` : "It does not recover to an address.",
        "Sign with that key, for this chain, this Meter contract and this assignment; else leave it out.",
      ],
      ...options,
    });
    this.subject = subject;
    this.expected = expected;
    this.actual = actual;
  }
}

/** A bundle of samples does not have the published shape, or contradicts itself. */
export class BundleError extends MeterError {
  override name = "BundleError";
  /** Each thing that is wrong, with the JSON pointer of where. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[], options: BaseErrorOptions = {}) {
    super("The bundle of samples is not a valid one.", {
      metaMessages: [
        ...problems.slice(0, 10).map((problem) => `- ${problem}`),
        "Fetch it again from the provider or from an oracle, unedited: BUNDLE_SCHEMA is its shape.",
      ],
      ...options,
    });
    this.problems = problems;
  }
}

const LONGEST_QUOTE = 120;

function shorten(text: string): string {
  const shown = JSON.stringify(text).slice(1, -1);
  return shown.length > LONGEST_QUOTE ? `${shown.slice(0, LONGEST_QUOTE)}…` : shown;
}
