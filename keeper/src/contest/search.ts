import { Worker } from "node:worker_threads";
import type { ContestBook } from "@clearhour/sdk/contest";
import type { Logger } from "../runtime/logger.ts";
import type { Metrics } from "../runtime/metrics.ts";
import type { Candidate, FromSearch, SearchTask } from "./messages.ts";

/** A search for a solution of one auction, in a thread of its own. */
export class Search {
  readonly book: ContestBook;
  readonly #thread: Worker;
  readonly #logger: Logger;
  readonly #metrics: Metrics;
  readonly #from = performance.now();
  #best: Candidate | undefined;
  #isRunning = true;

  /** @param seconds How long to look. */
  constructor(book: ContestBook, seconds: number, tools: { readonly logger: Logger; readonly metrics: Metrics }) {
    this.book = book;
    this.#logger = tools.logger.child({ auction: String(book.auction) });
    this.#metrics = tools.metrics;
    const workerData: SearchTask = { book, seconds };
    this.#thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData });
    // A keeper that ends does not wait for it.
    this.#thread.unref();
    this.#thread.on("message", (message: FromSearch) => this.#hear(message));
    this.#thread.on("error", (error) => this.#hear({ kind: "ended", isOptimal: false, failure: error.message }));
    this.#metrics.searching.inc();
    this.#logger.info({ orders: book.records.length, seconds }, "search begun");
  }

  /** The best solution so far; `undefined` while there is none that is better than the baseline. */
  get best(): Candidate | undefined {
    return this.#best;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  /** Ends it, with what it has found. */
  stop(): void {
    if (this.#isRunning) this.#hear({ kind: "ended", isOptimal: false, failure: undefined });
  }

  #hear(message: FromSearch): void {
    if (!this.#isRunning) return;
    switch (message.kind) {
      case "found": {
        this.#best = message.candidate;
        const { welfare, gap, distance } = message.candidate.figures;
        this.#logger.debug({ welfare: String(welfare), gap: String(gap), distance }, "solution found");
        return;
      }
      case "refused":
        this.#metrics.actions.inc({ kind: "commit", outcome: "unverified" });
        this.#logger.error({ reason: message.reason }, "the verifier refuses the solution");
        return;
      case "ended":
        this.#end(message);
    }
  }

  #end({ isOptimal, failure }: Extract<FromSearch, { kind: "ended" }>): void {
    this.#isRunning = false;
    void this.#thread.terminate();
    const seconds = (performance.now() - this.#from) / 1_000;
    const found = this.#best?.figures;
    const result = failure !== undefined ? "failed" : isOptimal ? "proved" : "cutOff";
    this.#metrics.searching.dec();
    this.#metrics.searchSeconds.observe({ result }, seconds);
    const figures = found && { welfare: String(found.welfare), gap: String(found.gap), distance: found.distance };
    this.#logger[failure === undefined ? "info" : "error"]({ ...figures, result, failure, seconds }, "search ended");
  }
}
