/** What a `BaseError` is made of beyond its first line. */
export type BaseErrorOptions = {
  /** The error that led to this one. Its message becomes `details` unless `details` is given. */
  cause?: unknown;
  /** The underlying fault in its own words. */
  details?: string | undefined;
  /** Further lines for a person: what was expected, what to do. */
  metaMessages?: readonly string[] | undefined;
};

/**
 * The root of every error that the SDK throws.
 *
 * `message` is `shortMessage`, the lines of `metaMessages` and `details` put together; code that
 * decides something looks at the class, at its typed fields and at `walk()`, never at the text.
 */
export class BaseError extends Error {
  override name = "BaseError";
  readonly shortMessage: string;
  readonly metaMessages: readonly string[];
  readonly details: string | undefined;

  constructor(shortMessage: string, options: BaseErrorOptions = {}) {
    const { cause, metaMessages = [] } = options;
    const details = options.details ?? detailsOf(cause);
    const lines = [shortMessage];
    if (metaMessages.length > 0) lines.push("", ...metaMessages);
    if (details) lines.push("", `Details: ${details}`);
    super(lines.join("\n"), cause === undefined ? undefined : { cause });
    this.shortMessage = shortMessage;
    this.metaMessages = metaMessages;
    this.details = details;
  }

  /** The last error in the chain of causes. */
  walk(): unknown;
  /** The first error in the chain of causes, this one included, that `matches`; else null. */
  walk(matches: (error: unknown) => boolean): unknown | null;
  walk(matches?: (error: unknown) => boolean): unknown {
    // A chain of causes may be a ring if someone mutates it: visit each error once.
    const seen = new Set<unknown>();
    let error: unknown = this;
    for (;;) {
      if (matches?.(error)) return error;
      seen.add(error);
      const cause = error instanceof Error ? error.cause : undefined;
      if (cause === undefined || seen.has(cause)) return matches ? null : error;
      error = cause;
    }
  }
}

function detailsOf(cause: unknown): string | undefined {
  if (cause instanceof BaseError) return cause.details ?? cause.shortMessage;
  if (cause instanceof Error) return cause.message;
  return undefined;
}
