import { BaseError } from "../errors/base.ts";
import { type Book, depthOf } from "./book.ts";
import type { Clearing, Interval } from "./clear.ts";
import { TICKS } from "./grid.ts";

/** [lo, hi] is not the interval of ticks that clear the book. */
export class NotClearingError extends BaseError {
  override name = "NotClearingError";
  readonly lo: number;
  readonly hi: number;

  constructor({ lo, hi }: Interval, reason: string) {
    super(`The ticks from ${lo} to ${hi} are not the interval that clears the book.`, { metaMessages: [reason] });
    this.lo = lo;
    this.hi = hi;
  }
}

/**
 * Verifies a proposed interval as the contract does: it accepts exactly what the contract accepts. Independent of
 * {@link clearBook}, which finds the interval. `undefined` where the book is empty: the contract ignores its hint.
 *
 * @throws {NotClearingError} where the contract reverts with NotClearing
 * @throws {InvalidBookError} when a side does not hold 252 amounts
 */
export function verifyClearing(book: Book, interval: Interval): Clearing | undefined {
  const { lo, hi } = interval;
  const { demand, supply } = depthOf(book);
  if (demand[0] === 0 && supply[TICKS - 1] === 0) return undefined;
  if (!(Number.isInteger(lo) && Number.isInteger(hi) && 0 <= lo && lo <= hi && hi < TICKS)) {
    throw new NotClearingError(interval, `It is no interval of the ticks from 0 to ${TICKS - 1}.`);
  }
  const at = (depth: readonly number[], tick: number) => depth[tick] ?? 0;

  // Everything bought above p is filled: true at lo, not below it.
  const buysAreFilled = (tick: number) => at(demand, tick + 1) <= at(supply, tick);
  // Everything sold below p is filled: true at hi, not above it.
  const sellsAreFilled = (tick: number) => at(supply, tick - 1) <= at(demand, tick);
  if (!buysAreFilled(lo)) throw new NotClearingError(interval, `At tick ${lo} buys with a higher limit stay unfilled.`);
  if (!sellsAreFilled(hi))
    throw new NotClearingError(interval, `At tick ${hi} sells with a lower limit stay unfilled.`);
  if (lo > 0 && buysAreFilled(lo - 1)) throw new NotClearingError(interval, `It begins below tick ${lo}.`);
  if (hi < TICKS - 1 && sellsAreFilled(hi + 1)) throw new NotClearingError(interval, `It ends above tick ${hi}.`);

  const tick = Math.floor((lo + hi) / 2);
  const volume = Math.min(at(demand, tick), at(supply, tick));
  const marginalBuy = volume - at(demand, tick + 1);
  const marginalSell = volume - at(supply, tick - 1);
  return { lo, hi, tick, volume, marginalBuy, marginalSell };
}
