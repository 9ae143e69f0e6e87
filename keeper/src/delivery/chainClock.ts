/**
 * Chain time between blocks: the timestamp of the latest block seen, and the real time since it was seen. Where blocks
 * carry real time this is real time, give or take a block; a local chain that runs faster moves it from block to block.
 */
export class ChainClock {
  readonly #real: () => number;
  #block = 0;
  #seen = 0;
  #latest = 0;

  /** @param real Real time in ms, from any origin. */
  constructor(real: () => number = () => performance.now()) {
    this.#real = real;
  }

  /** Whether a block was seen yet: without one there is no time. */
  get isSet(): boolean {
    return this.#block > 0;
  }

  /** A block with this timestamp, in unix seconds, was seen. */
  observe(timestamp: bigint): void {
    const ms = Number(timestamp) * 1000;
    if (ms <= this.#block) return;
    this.#block = ms;
    this.#seen = this.#real();
  }

  /** In ms, whole. It never goes back. */
  now(): number {
    const now = this.#block === 0 ? 0 : Math.floor(this.#block + this.#real() - this.#seen);
    this.#latest = Math.max(this.#latest, now);
    return this.#latest;
  }
}
