/** Errors in words. */
import { toClearhourError } from "@clearhour/sdk";

export interface Words {
  /** The name of the error's class. */
  readonly name: string;
  /** What is wrong. */
  readonly what: string;
  /** What to do. */
  readonly hints: readonly string[];
}

export function wordsOf(error: unknown): Words {
  const { metaMessages, name, shortMessage } = toClearhourError(error);
  return { name, what: shortMessage, hints: metaMessages };
}
