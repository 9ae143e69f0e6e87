import {
  SpecEncodingError,
  SpecInvalidError,
  type SpecIssue,
  SpecNotCanonicalError,
  SpecSyntaxError,
  SpecTooLargeError,
} from "./errors.ts";
import { type SchemaError, validate } from "./generated/validate.ts";
import { canonicalJson, decodeUtf8, escapePointer, parseStrictJson } from "./json.ts";
import { brokenRules } from "./rules.ts";
import { MAX_SPEC_BYTES, specSchema } from "./schema.ts";
import type { Spec } from "./types.ts";
import { nodeAt } from "./vocabulary.ts";

export type ParseSpecOptions = {
  /**
   * Refuse bytes that are not the canonical form. Set it for bytes read from the chain, where the recorded hash is
   * that of the bytes and anyone may have listed them. Default: false.
   */
  canonical?: boolean;
};

/**
 * Reads a spec from JSON text or its UTF-8 bytes.
 *
 * @param json at most 16,384 UTF-8 bytes
 * @throws {SpecTooLargeError} when it is longer
 * @throws {SpecEncodingError} when it is not UTF-8, begins with a byte-order mark, or is not well-formed Unicode
 * @throws {SpecSyntaxError} when it is not JSON
 * @throws {SpecDuplicateKeyError} when an object names a key twice
 * @throws {SpecNumberError} when a number is not a plain integer
 * @throws {SpecInvalidError} when it does not satisfy the schema or contradicts itself
 * @throws {SpecNotCanonicalError} when `canonical` is set and the bytes are not the canonical form
 */
export function parseSpec(json: string | Uint8Array, options: ParseSpecOptions = {}): Spec {
  const text = typeof json === "string" ? checkText(json) : checkBytes(json);
  const spec = check(parseStrictJson(text));
  if (options.canonical && canonicalJson(spec) !== text) throw new SpecNotCanonicalError();
  return spec;
}

/**
 * Checks a value built in code, and returns the spec that its JSON form says: a fresh copy without accessors,
 * prototypes or undefined fields. What is checked is exactly what is hashed.
 *
 * @throws {SpecSyntaxError} when a value has no JSON form (NaN, a bigint, a cycle)
 * @throws {SpecTooLargeError} when its canonical form is longer than 16,384 bytes
 * @throws {SpecNumberError} when a number is not a plain integer
 * @throws {SpecInvalidError} when it does not satisfy the schema or contradicts itself
 */
export function validateSpec(value: unknown): Spec {
  return parseSpec(canonicalJson(value));
}

function checkText(text: string): string {
  // No character takes less than one byte: a longer text need not be encoded to know.
  const size = text.length > MAX_SPEC_BYTES ? text.length : new TextEncoder().encode(text).length;
  if (size > MAX_SPEC_BYTES) throw new SpecTooLargeError(size, MAX_SPEC_BYTES);
  if (/\p{Surrogate}/u.test(text)) throw new SpecEncodingError("it contains half of a surrogate pair");
  if (text.startsWith("\uFEFF")) throw new SpecEncodingError("it begins with a byte-order mark");
  return text;
}

function checkBytes(bytes: Uint8Array): string {
  if (!(bytes instanceof Uint8Array)) throw new SpecSyntaxError("", "neither a string nor bytes were given");
  if (bytes.length > MAX_SPEC_BYTES) throw new SpecTooLargeError(bytes.length, MAX_SPEC_BYTES);
  return decodeUtf8(bytes);
}

function check(value: unknown): Spec {
  if (!validate(value)) {
    throw new SpecInvalidError((validate.errors ?? []).map((error) => toIssue(error, value)));
  }
  const spec = value as Spec;
  const issues = brokenRules(spec);
  if (issues.length > 0) throw new SpecInvalidError(issues);
  return spec;
}

function toIssue(error: SchemaError, document: unknown): SpecIssue {
  const { missingProperty, additionalProperty } = error.params;
  const key = missingProperty ?? additionalProperty;
  const pointer = key === undefined ? error.instancePath : `${error.instancePath}/${escapePointer(key)}`;
  const node = nodeAt(specSchema, pointer);
  const meaning = node ? ` ${node.title}: ${node.description}` : "";
  const [problem, remedy] = explain(error, () => shown(document, pointer));
  return { pointer, problem, remedy: `${remedy}${meaning}` };
}

function explain({ keyword, params }: SchemaError, value: () => string): [problem: string, remedy: string] {
  switch (keyword) {
    case "required":
      return ["is missing", "Add it; where null is allowed, null leaves it open."];
    case "additionalProperties":
      return ["is not a field of a spec", "Remove it, or check its spelling."];
    case "type":
      return [`is ${value()}, not of type ${[params.type].flat().join(" or ")}`, "Change its type."];
    case "minimum":
    case "maximum":
      return [`is ${value()}, not ${params.comparison} ${params.limit}`, "Check the unit."];
    case "maxItems":
      return [`has more than ${params.limit} entries`, "Remove some."];
    case "enum":
      return [`is ${value()}, not ${listed(params.allowedValues ?? [])}`, "Choose one of them."];
    case "const":
      return [`is ${value()}, not ${params.allowedValue}`, "Use that value."];
    default:
      return [`is ${value()}, which does not match ${params.pattern ?? keyword}`, "Spell it that way."];
  }
}

/** The value at a pointer that the validator reported, as JSON, cut to a length that fits a line. */
function shown(document: unknown, pointer: string): string {
  const parts = pointer.split("/").slice(1);
  const value = parts.reduce((at, part) => (at as Record<string, unknown>)[part], document);
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}

function listed(words: readonly string[]): string {
  const head = words.slice(0, 16).join(", ");
  return words.length > 16 ? `one of ${words.length} codes (${head}, ...)` : `one of ${head}`;
}
