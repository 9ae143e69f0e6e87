/**
 * Clears a book: as much welfare as can be found in the time there is, at prices that keep every rule.
 *
 * Welfare is maximised first, whatever the prices. Where no prices let all chosen blocks gain, that choice is forbidden
 * and the next best looked for, until one has prices: then nothing better has any. Forbidding a choice that is the best
 * of those left forbids every one with more blocks in, too: at prices that support such a one, the smaller choice would
 * be as good by duality, and none of its blocks would lose (Madani and Van Vyve 2015, strengthened Benders cuts).
 */
import { type Allocated, Allocation, isAllOrNone } from "./allocation.ts";
import type { Book } from "./book.ts";
import { type Certificate, certify, type Solution } from "./certify.ts";
import { type Curve, curvesOf, type Interval } from "./curve.ts";
import { hourlyFills } from "./fills.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { Pricing } from "./pricing.ts";

export interface Cleared extends Solution, Certificate {
  /** Between which prices the hourly orders of each series clear. */
  readonly intervals: readonly Interval[];
  /** No allocation has more welfare, whatever the prices: the least of what the gap and branch and bound prove. */
  readonly bound: bigint;
  /** Whether it is proved that no allocation with prices that keep the rules has more welfare. */
  readonly isOptimal: boolean;
  readonly seconds: number;
}

/** Told of each better solution. */
export type Progress = (found: Pick<Cleared, "welfare" | "gap" | "bound" | "seconds">) => void;

/** Seconds that are never used up: without an answer for blocks, there is one without them. */
const UNLIMITED = 1e6;
/** Shares of the time that is left in which the welfare problem is solved: at first, and each time again. */
const FIRST_LOOK = 0.4;
const LATER_LOOK = 0.5;
/**
 * Share of the time that is left in which choices near to one are tried, from either end; no longer than the last
 * allocation took, so that an easy book is not kept waiting.
 */
const VARYING = 0.2;

/**
 * @param seconds How long it may take. There is always an answer: at worst the one without any block.
 */
export function clear(book: Book, seconds: number, progress: Progress = () => undefined): Cleared {
  const search = new Search(book, seconds, progress);
  try {
    return search.run();
  } finally {
    search.dispose();
  }
}

class Search {
  readonly #book: Book;
  readonly #from = performance.now();
  readonly #deadline: number;
  readonly #progress: Progress;
  readonly #curves: readonly Curve[];
  readonly #allocation: Allocation;
  readonly #pricing: Pricing;
  readonly #neighbourhood: Neighbourhood;
  readonly #blocks: readonly number[];
  /** Whether a choice that has no prices rules out all larger ones. */
  readonly #isMonotone: boolean;
  #best: (Solution & Certificate) | undefined;
  #bound: bigint | undefined;
  #isOptimal = false;

  constructor(book: Book, seconds: number, progress: Progress) {
    this.#book = book;
    this.#deadline = this.#from + seconds * 1_000;
    this.#progress = progress;
    this.#curves = curvesOf(book);
    this.#allocation = new Allocation(book, this.#curves);
    this.#pricing = new Pricing(book, this.#curves);
    this.#neighbourhood = new Neighbourhood(book, this.#curves);
    this.#blocks = book.combinations.flatMap(({ kind }, i) => (kind === "block" ? [i] : []));
    this.#isMonotone = this.#blocks.every((block) => isAllOrNone(book.combinations[block] as never));
  }

  run(): Cleared {
    this.#withoutBlocks();
    if (this.#blocks.length > 0) this.#withBlocks();
    return this.#finish();
  }

  dispose(): void {
    this.#allocation.dispose();
  }

  get #left(): number {
    return Math.max(0, (this.#deadline - performance.now()) / 1_000);
  }

  /** Strips alone are a linear program with integer corners, and always have prices. */
  #withoutBlocks(): void {
    if (!this.#consider(this.#stripsAlone())) {
      throw new Error("a book without blocks has no prices: this is an error of the solver");
    }
    if (this.#blocks.length === 0) this.#isOptimal = true;
  }

  #stripsAlone(): readonly number[] {
    const { combinations } = this.#book;
    if (this.#blocks.length === combinations.length) return combinations.map(() => 0);
    this.#allocation.choose(() => "out");
    const allocated = this.#allocation.solve(UNLIMITED);
    if (allocated === undefined || allocated === "late") {
      throw new Error("a book without blocks has no solution: this is an error of the solver");
    }
    return allocated.units;
  }

  #withBlocks(): void {
    this.#allocation.choose(() => "free");
    let look = FIRST_LOOK;
    while (this.#left > 0) {
      const from = performance.now();
      const allocated = this.#allocation.solve(this.#left * look);
      const taken = (performance.now() - from) / 1_000;
      if (allocated === undefined) {
        this.#isOptimal = true;
        return;
      }
      if (allocated === "late") {
        this.#vary((this.#best as Solution).units, this.#left / 2);
        return;
      }
      this.#bound ??= allocated.bound;
      if (allocated.isOptimal && (allocated.bound as bigint) <= this.#welfare) {
        this.#isOptimal = true;
        return;
      }
      const isPriced = this.#consider(allocated.units);
      if (isPriced && allocated.isOptimal) {
        this.#isOptimal = true;
        return;
      }
      this.#vary(allocated.units, Math.min(taken, this.#left * VARYING));
      if (!isPriced) this.#forbid(allocated);
      look = LATER_LOOK;
    }
  }

  get #welfare(): bigint {
    return (this.#best as Certificate).welfare;
  }

  /** Looks for choices with prices around one that has none, or is not proved to be the best. */
  #vary(units: readonly number[], seconds: number): void {
    for (const from of [units, (this.#best as Solution).units]) {
      const found = this.#neighbourhood.improve(from, this.#pricing.supplyOf(from), seconds);
      if (found !== undefined) this.#consider(this.#withStrips(found));
    }
  }

  /** The best fills of strips where blocks are filled so. */
  #withStrips(units: readonly number[]): readonly number[] {
    if (this.#blocks.length === units.length) return units;
    this.#allocation.choose((block) => ((units[block] as number) > 0 ? "in" : "out"));
    const allocated = this.#allocation.solve(this.#left);
    this.#allocation.choose(() => "free");
    return allocated === undefined || allocated === "late" ? units : allocated.units;
  }

  #forbid({ units, isOptimal }: Allocated): void {
    const isIn = (block: number) => (units[block] as number) > 0;
    const accepted = this.#blocks.filter(isIn);
    const rejected = this.#isMonotone && isOptimal ? [] : this.#blocks.filter((block) => !isIn(block));
    this.#allocation.forbid(accepted, rejected);
  }

  /** Takes a choice where it has prices and is better than what there is. Returns whether it has prices. */
  #consider(units: readonly number[], isFinal = false): boolean {
    const { prices } = this.#pricing.price(units, isFinal);
    if (prices === undefined) return false;
    const hourly = hourlyFills(this.#book, prices, this.#pricing.supplyOf(units));
    const solution = { prices, hourly, units };
    const certificate = certify(this.#book, solution);
    const best = this.#best;
    const isBetter =
      best === undefined ||
      certificate.welfare > best.welfare ||
      (certificate.welfare === best.welfare &&
        (certificate.gap < best.gap || (isFinal && certificate.gap === best.gap)));
    if (!isBetter) return true;
    this.#best = { ...solution, ...certificate };
    if (!isFinal) this.#progress({ ...certificate, bound: this.#leastBound, seconds: this.#seconds });
    return true;
  }

  get #seconds(): number {
    return (performance.now() - this.#from) / 1_000;
  }

  get #leastBound(): bigint {
    const { welfare, gap } = this.#best as Certificate;
    const proved = welfare + gap;
    return this.#bound === undefined || proved < this.#bound ? proved : this.#bound;
  }

  #finish(): Cleared {
    this.#consider((this.#best as Solution).units, true);
    const best = this.#best as Solution & Certificate;
    const intervals = this.#pricing.intervalsOf(this.#pricing.supplyOf(best.units)) as Interval[];
    // What is proved to be the best possible has that as its bound, whatever branch and bound lost to rounding.
    const bound = this.#leastBound < best.welfare ? best.welfare : this.#leastBound;
    return { ...best, intervals, bound, isOptimal: this.#isOptimal, seconds: this.#seconds };
  }
}
