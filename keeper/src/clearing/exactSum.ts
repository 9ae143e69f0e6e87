/** The most that can be added up in floating point without losing a unit. */
const SAFE = 2 ** 52;

/**
 * An exact sum of products of integers of any size. As long as floating point is exact it adds numbers, many times as
 * fast as bigints.
 */
export class ExactSum {
  #carried = 0n;
  #rest = 0;

  /** Adds `a * b`. */
  add(a: number, b: number): void {
    const product = a * b;
    if (product >= SAFE || product <= -SAFE) {
      this.#carried += BigInt(a) * BigInt(b);
      return;
    }
    const rest = this.#rest + product;
    if (rest < SAFE && rest > -SAFE) {
      this.#rest = rest;
      return;
    }
    this.#carried += BigInt(this.#rest) + BigInt(product);
    this.#rest = 0;
  }

  get value(): bigint {
    return this.#carried + BigInt(this.#rest);
  }
}
