/** How long a race is remembered, seconds of the chain: longer than anything in an auction lasts. */
const MEMORY = 7n * 86_400n;

/** What became of the keeper's transactions in each auction: whether another keeper is at work there, too. */
export class Races {
  readonly #lostAt = new Map<bigint, bigint>();
  readonly #won = new Map<bigint, number>();
  readonly #last = new Map<bigint, bigint>();

  /** When a transaction of this keeper reverted, since somebody else was faster; by auction. */
  get lostAt(): ReadonlyMap<bigint, bigint> {
    return this.#lostAt;
  }

  /** How many transactions of this keeper were mined, by auction. */
  get won(): ReadonlyMap<bigint, number> {
    return this.#won;
  }

  wins(auction: bigint, now: bigint): void {
    this.#won.set(auction, (this.#won.get(auction) ?? 0) + 1);
    this.#last.set(auction, now);
  }

  loses(auction: bigint, now: bigint): void {
    this.#lostAt.set(auction, now);
    this.#last.set(auction, now);
  }

  /** Drops what is over. */
  prune(now: bigint): void {
    for (const [auction, last] of this.#last) {
      if (now - last <= MEMORY) continue;
      for (const memory of [this.#lostAt, this.#won, this.#last]) memory.delete(auction);
    }
  }

  forget(): void {
    for (const memory of [this.#lostAt, this.#won, this.#last]) memory.clear();
  }
}
