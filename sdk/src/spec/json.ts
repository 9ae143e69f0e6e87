import canonicalize from "canonicalize";
import { SpecDuplicateKeyError, SpecEncodingError, SpecNumberError, SpecSyntaxError } from "./errors.ts";

/** Deepest nesting that is read. A spec nests 3 deep. */
const MAX_DEPTH = 16;

/** A structural character, a string, or anything else up to the next one. The text is valid JSON by then. */
const TOKEN = /[ \t\n\r]*(?:([{}[\],:])|("[^"\\]*(?:\\.[^"\\]*)*")|([^ \t\n\r{}[\],:"]+))/y;

/** Integers that every JSON reader reads alike and writes back alike: at most 15 digits, no sign on zero. */
const PLAIN_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;

/**
 * The canonical JSON text (RFC 8785) of any JSON value.
 *
 * @throws {SpecSyntaxError} when a value has no JSON form: NaN, Infinity, a bigint, a cycle, a lone surrogate
 */
export function canonicalJson(value: unknown): string {
  let text: string | undefined;
  try {
    text = canonicalize(value);
  } catch (cause) {
    throw new SpecSyntaxError("", "a value has no JSON form", cause);
  }
  if (text === undefined) throw new SpecSyntaxError("", `${typeof value} has no JSON form`);
  return text;
}

/**
 * The text of UTF-8 bytes.
 *
 * @throws {SpecEncodingError} when they are not UTF-8, begin with a byte-order mark, or look like UTF-16
 */
export function decodeUtf8(bytes: Uint8Array): string {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new SpecEncodingError("the bytes are not UTF-8", cause);
  }
  if (text.startsWith("\uFEFF")) throw new SpecEncodingError("it begins with a byte-order mark");
  if (text.includes("\0")) throw new SpecEncodingError("it contains NUL, as UTF-16 does");
  return text;
}

/**
 * The value of a JSON text, read more strictly than `JSON.parse` does: no object names a key twice, every number is
 * a plain integer, and nesting is bounded.
 *
 * @throws {SpecSyntaxError} when the text is not JSON or nests more than 16 deep
 * @throws {SpecDuplicateKeyError} when an object names a key twice
 * @throws {SpecNumberError} when a number has a fraction, an exponent, a signed zero or more than 15 digits
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SpecSyntaxError("", "the text does not parse", cause);
  }
  scan(text);
  return value;
}

/** A container that is open while scanning: the keys seen (null in an array), and where it is now. */
type Frame = { keys: Set<string> | null; at: string | number };

function scan(text: string): void {
  const frames: Frame[] = [];
  let keyNext = false;
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [, mark, string, other] = match;
    const frame = frames.at(-1);
    if (mark === "{" || mark === "[") {
      if (frames.length === MAX_DEPTH) {
        throw new SpecSyntaxError(pointerTo(frames), `it nests more than ${MAX_DEPTH} deep`);
      }
      frames.push(mark === "{" ? { keys: new Set(), at: "" } : { keys: null, at: 0 });
      keyNext = mark === "{";
    } else if (mark === "}" || mark === "]") {
      frames.pop();
      keyNext = false;
    } else if (mark === ",") {
      keyNext = frame?.keys !== null;
      if (typeof frame?.at === "number") frame.at += 1;
    } else if (string !== undefined && keyNext && frame?.keys) {
      frame.at = JSON.parse(string) as string;
      if (frame.keys.has(frame.at)) throw new SpecDuplicateKeyError(pointerTo(frames));
      frame.keys.add(frame.at);
      keyNext = false;
    } else if (other !== undefined && /^[-\d]/.test(other) && !PLAIN_INTEGER.test(other)) {
      throw new SpecNumberError(pointerTo(frames), other);
    }
  }
}

function pointerTo(frames: readonly Frame[]): string {
  return frames.map(({ at }) => `/${escapePointer(String(at))}`).join("");
}

/** A key as a JSON pointer writes it (RFC 6901). */
export function escapePointer(key: string): string {
  return key.replaceAll("~", "~0").replaceAll("/", "~1");
}
