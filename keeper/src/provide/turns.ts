/** Whoever may ask the process of a job for something gets it after what it asked before: each answer takes it time. */
import type { Address } from "viem";
import { RefusalError } from "../delivery/errors.ts";

/** What somebody may have asked and waits for. */
const MOST_WAITING = 4;

type Queue = { waiting: number; last: Promise<unknown> };

export class Turns {
  readonly #queues = new Map<Address, Queue>();

  /**
   * Asks once everything is answered that the same one asked before; others do not wait for that.
   *
   * @throws {RefusalError} when it has asked for too much.
   */
  async take<T>(who: Address, ask: () => Promise<T>): Promise<T> {
    const queue = this.#queues.get(who) ?? { waiting: 0, last: Promise.resolve() };
    if (queue.waiting >= MOST_WAITING) throw new RefusalError(429, "Wait for what you have asked.");
    this.#queues.set(who, queue);
    queue.waiting++;
    const answer = queue.last.then(ask);
    queue.last = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      queue.waiting--;
      if (queue.waiting === 0) this.#queues.delete(who);
    }
  }
}
