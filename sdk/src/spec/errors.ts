import { BaseError, type BaseErrorOptions } from "../errors/base.ts";

/** One thing that is wrong with a spec. */
export type SpecIssue = {
  /** Where: a JSON pointer (RFC 6901). The empty string is the whole document. */
  pointer: string;
  /** What is wrong there. */
  problem: string;
  /** What to do about it. */
  remedy: string;
};

/** The parent of every error about a spec: which places are wrong, why, and what to do. */
export class SpecError extends BaseError {
  override name = "SpecError";
  /** Everything that was found wrong; at least one entry. */
  readonly issues: readonly SpecIssue[];

  constructor(
    shortMessage: string,
    issues: readonly SpecIssue[],
    options: Omit<BaseErrorOptions, "metaMessages"> = {},
  ) {
    super(shortMessage, { ...options, metaMessages: issues.map(describe) });
    this.issues = issues;
  }

  /** Where the first issue is: a JSON pointer (RFC 6901). */
  get pointer(): string {
    return this.issues[0]?.pointer ?? "";
  }
}

/** The bytes are not plain UTF-8, or the string is not well-formed Unicode. */
export class SpecEncodingError extends SpecError {
  override name = "SpecEncodingError";

  constructor(problem: string, cause?: unknown) {
    const remedy = "Save the spec as UTF-8 without a byte-order mark.";
    super(`Spec has the wrong encoding: ${problem}.`, [{ pointer: "", problem, remedy }], { cause });
  }
}

/** The spec is longer than the contract takes. */
export class SpecTooLargeError extends SpecError {
  override name = "SpecTooLargeError";
  /** UTF-8 bytes that were found. */
  readonly size: number;
  /** UTF-8 bytes that are allowed. */
  readonly limit: number;

  constructor(size: number, limit: number) {
    const problem = `is ${size} bytes long, more than ${limit}`;
    const remedy = "Submit the canonical form, and pin long material by its digest instead of quoting it.";
    super(`Spec ${problem}.`, [{ pointer: "", problem, remedy }]);
    this.size = size;
    this.limit = limit;
  }
}

/** The text is not JSON (RFC 8259), or a value has no JSON form. */
export class SpecSyntaxError extends SpecError {
  override name = "SpecSyntaxError";

  constructor(pointer: string, problem: string, cause?: unknown) {
    const remedy = "Write the spec as plain JSON: no comments, no trailing commas, no NaN or Infinity.";
    super(`Spec is not JSON: ${problem}.`, [{ pointer, problem, remedy }], { cause });
  }
}

/** An object names the same key twice, so that readers could disagree on what it says. */
export class SpecDuplicateKeyError extends SpecError {
  override name = "SpecDuplicateKeyError";

  constructor(pointer: string) {
    const problem = "is given twice";
    super(`Spec is ambiguous: ${pointer} ${problem}.`, [{ pointer, problem, remedy: "Keep one of them." }]);
  }
}

/** A number is not written as a plain integer, so that it could change its value or spelling on the way. */
export class SpecNumberError extends SpecError {
  override name = "SpecNumberError";

  constructor(pointer: string, literal: string) {
    const problem = `${literal.slice(0, 40)} is not a plain integer`;
    const remedy =
      "Write digits only, at most 15 of them, no leading zero, fraction or exponent; units are in the name.";
    super(`Spec has an inexact number at ${pointer || "its root"}: ${problem}.`, [{ pointer, problem, remedy }]);
  }
}

/** The spec is JSON but does not satisfy the schema, or its fields contradict each other. */
export class SpecInvalidError extends SpecError {
  override name = "SpecInvalidError";

  constructor(issues: readonly SpecIssue[]) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    super(`Spec is invalid: ${first?.pointer || "its root"} ${first?.problem}${more}.`, issues);
  }
}

/** The bytes are a valid spec but not its canonical form, so that their hash is not the spec's hash. */
export class SpecNotCanonicalError extends SpecError {
  override name = "SpecNotCanonicalError";

  constructor() {
    const problem = "is not in canonical form (RFC 8785)";
    const remedy = "Submit the bytes of specBytes(parseSpec(text)).";
    super(`Spec ${problem}.`, [{ pointer: "", problem, remedy }]);
  }
}

/** One thing that is wrong with settlement terms. */
export type TermsIssue = {
  /** The field, under the name it was given by. */
  field: string;
  /** What is wrong with it. */
  problem: string;
  /** What to do about it. */
  remedy: string;
};

/** Settlement terms cannot be written on-chain as they stand, or make no sense together. */
export class TermsError extends BaseError {
  override name = "TermsError";
  /** Everything that was found wrong; at least one entry. */
  readonly issues: readonly TermsIssue[];

  constructor(issues: readonly TermsIssue[]) {
    const [first] = issues;
    const more = issues.length > 1 ? ` (and ${issues.length - 1} more)` : "";
    super(`Terms are invalid: ${first?.field} ${first?.problem}${more}.`, {
      metaMessages: issues.map(({ field, problem, remedy }) => `${field}: ${problem}. ${remedy}`),
    });
    this.issues = issues;
  }

  /** The first field that is wrong. */
  get field(): string {
    return this.issues[0]?.field ?? "";
  }
}

function describe({ pointer, problem, remedy }: SpecIssue): string {
  return `${pointer || "(root)"}: ${problem}. ${remedy}`;
}
