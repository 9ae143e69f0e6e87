import type { Metrics } from "./metrics.ts";

/** A round takes less than this, whatever fails in it: every request has a timeout. Milliseconds. */
const STUCK_AFTER = 120_000;

/** What /health and /ready answer. Time is the machine's here: it is about the process, not about the market. */
export class Status {
  readonly #metrics: Metrics;
  readonly #started = performance.now();
  #lastRound = performance.now();
  /** Why the keeper is not ready, by topic. */
  readonly #lacks = new Map<string, string>([["start", "no round is done yet"]]);

  constructor(metrics: Metrics) {
    this.#metrics = metrics;
  }

  /** A round ended, well or not: the process is alive. */
  roundEnded(): void {
    this.#lastRound = performance.now();
    this.#lacks.delete("start");
    this.#publish();
  }

  /** Something that the keeper needs is missing ... */
  lacks(topic: string, reason: string): void {
    this.#lacks.set(topic, reason);
    this.#publish();
  }

  /** ... or there again. */
  has(topic: string): void {
    this.#lacks.delete(topic);
    this.#publish();
  }

  get health(): { readonly alive: boolean; readonly uptimeSeconds: number; readonly lastRoundSecondsAgo: number } {
    const now = performance.now();
    return {
      alive: now - this.#lastRound < STUCK_AFTER,
      uptimeSeconds: Math.round((now - this.#started) / 1000),
      lastRoundSecondsAgo: Math.round((now - this.#lastRound) / 1000),
    };
  }

  get readiness(): { readonly ready: boolean; readonly reasons: readonly string[] } {
    return { ready: this.#lacks.size === 0, reasons: [...this.#lacks.values()] };
  }

  #publish(): void {
    this.#metrics.ready.set(this.#lacks.size === 0 ? 1 : 0);
  }
}
