import { type BackoffLimits, backoff } from "./backoff.ts";
import type { Disposition } from "./outcomes.ts";
import type { Random } from "./random.ts";

interface Attempt {
  readonly failures: number;
  /** Not again before this block; `undefined`: not again. */
  readonly notBefore: bigint | undefined;
  /** From then on it is forgotten, unix seconds of the chain. */
  readonly until: bigint;
}

/** Waits between attempts at the same action, blocks. */
const LIMITS: BackoffLimits = { first: 1, most: 32 };

/** What failed before, so that it is not tried at every block. Losing it costs a few simulated calls. */
export class Attempts {
  readonly #attempts = new Map<string, Attempt>();
  readonly #random: Random;

  constructor(random: Random) {
    this.#random = random;
  }

  /** Whether the action may be tried at a block. */
  allow(key: string, block: bigint): boolean {
    const attempt = this.#attempts.get(key);
    return attempt === undefined || (attempt.notBefore !== undefined && block >= attempt.notBefore);
  }

  /** Remembers that it failed. */
  failed(key: string, disposition: Disposition, block: bigint, until: bigint): void {
    if (disposition === "retry") return;
    const failures = (this.#attempts.get(key)?.failures ?? 0) + 1;
    const notBefore = disposition === "drop" ? undefined : block + BigInt(backoff(failures, LIMITS, this.#random));
    this.#attempts.set(key, { failures, notBefore, until });
  }

  succeeded(key: string): void {
    this.#attempts.delete(key);
  }

  /** Drops what is over. */
  prune(now: bigint): void {
    for (const [key, { until }] of this.#attempts) if (now >= until) this.#attempts.delete(key);
  }

  forget(): void {
    this.#attempts.clear();
  }
}
