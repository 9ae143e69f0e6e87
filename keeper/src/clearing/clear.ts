/**
 * Clears a book: as much welfare as can be found in the time there is, at prices that keep every rule.
 *
 * Welfare is maximised first, whatever the prices. Where no prices let all blocks gain that this fills, that choice of
 * blocks is forbidden and the next best looked for, until one has prices: then nothing better has any. A choice S that is
 * proved to be the best of those left is forbidden with every T that has more blocks in, too. Let T be left and have
 * prices p: W(S) >= W(T), and by duality W(T) is all that anybody can gain at p who is an hourly order, a strip or a
 * block of T, which is at least W(S). So both are equal, S is as good an answer to p, and p are prices of S (the idea of
 * the strengthened cuts of Madani and Van Vyve, 2015).
 */
import { type Allocated, Allocation } from "./allocation.ts";
import type { Book } from "./book.ts";
import { type Certificate, certify, type Solution } from "./certify.ts";
import { type Curve, curvesOf, type Interval } from "./curve.ts";
import { hourlyFills } from "./fills.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { type Priced, Pricing } from "./pricing.ts";

export interface Cleared extends Solution, Certificate {
  /** Between which prices the hourly orders of each series clear, with strips and blocks filled so. */
  readonly intervals: readonly Interval[];
  /** No allocation has more welfare, whatever the prices: the less of what the gap and branch and bound prove. */
  readonly bound: bigint;
  /** Whether it is proved, within HiGHS's tolerances, that nothing with prices that keep the rules has more welfare. */
  readonly isOptimal: boolean;
  readonly seconds: number;
  /** What ended the search early: the answer is what was found until then. */
  readonly failure: Error | undefined;
}

/** Told of each better solution. */
export type Progress = (found: Pick<Cleared, "welfare" | "gap" | "bound" | "seconds">) => void;

/** No limit, in seconds. */
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
 * @param seconds How long to look for better solutions, after the one without any block, which it takes its time for.
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
  readonly #blocks: readonly number[];
  /** Whether units of strips or blocks are still to be found once it is known which blocks are in. */
  readonly #isOpen: boolean;
  #best: (Solution & Certificate) | undefined;
  /** From branch and bound. */
  #bound: bigint | undefined;
  #isOptimal = false;
  /** Whether everything that was forbidden is known to have no prices. */
  #isProof = true;
  #hasForbidden = false;

  constructor(book: Book, seconds: number, progress: Progress) {
    this.#book = book;
    this.#deadline = this.#from + seconds * 1_000;
    this.#progress = progress;
    this.#curves = curvesOf(book);
    this.#allocation = new Allocation(book, this.#curves);
    this.#pricing = new Pricing(book, this.#curves);
    this.#blocks = book.combinations.flatMap(({ kind }, i) => (kind === "block" ? [i] : []));
    this.#isOpen = book.combinations.some(({ least, units }) => least < units);
  }

  run(): Cleared {
    this.#withoutBlocks();
    let failure: Error | undefined;
    try {
      if (this.#blocks.length > 0) this.#withBlocks();
    } catch (error) {
      // What was found before keeps its certificate.
      failure = error instanceof Error ? error : new Error(String(error));
    }
    return this.#finish(failure);
  }

  dispose(): void {
    this.#allocation.dispose();
  }

  get #left(): number {
    return Math.max(0, (this.#deadline - performance.now()) / 1_000);
  }

  /** Strips alone are a linear program with integer corners, and always have prices. */
  #withoutBlocks(): void {
    const units = this.#book.combinations.map(() => 0);
    const filled = this.#blocks.length === units.length ? units : this.#refit(units, UNLIMITED)?.units;
    const priced = filled && this.#consider(filled, { seconds: UNLIMITED });
    if (priced === undefined || typeof priced === "string") throw new Error("the strips of a book have no prices");
    if (this.#blocks.length === 0) this.#isOptimal = true;
  }

  #withBlocks(): void {
    const neighbourhood = new Neighbourhood(this.#book, this.#curves);
    for (let look = FIRST_LOOK; this.#left > 0; look = LATER_LOOK) {
      const from = performance.now();
      const allocated = this.#allocation.solve(this.#left * look);
      const taken = (performance.now() - from) / 1_000;
      if (allocated === undefined) {
        this.#isOptimal = this.#isProof;
        return;
      }
      if (allocated === "late") {
        this.#vary(neighbourhood, this.#solution.units, this.#left / 2);
        return;
      }
      this.#tighten(allocated.bound);
      if (allocated.isOptimal && allocated.bound !== undefined && allocated.bound <= this.#solution.welfare) {
        this.#isOptimal = this.#isProof;
        return;
      }
      if (this.#settles(allocated)) return;
      this.#vary(neighbourhood, allocated.units, Math.min(taken, this.#left * VARYING));
    }
  }

  /** Looks for prices of a choice of blocks; forbids it where there are none. Returns whether the search is over. */
  #settles(allocated: Allocated): boolean {
    const refitted = this.#isOpen ? this.#refit(allocated.units, this.#left) : allocated;
    const priced = refitted === undefined ? "unknown" : this.#consider(refitted.units, { seconds: this.#left });
    if (typeof priced !== "string") {
      // A choice that is the best there is, and has prices.
      if (!allocated.isOptimal) return false;
      this.#isOptimal = this.#isProof;
      return true;
    }
    const isNone = priced === "none" && refitted?.isOptimal === true && refitted.isWhole;
    if (!isNone) this.#isProof = false;
    const isIn = (block: number) => (allocated.units[block] as number) > 0;
    const rejected = isNone && allocated.isOptimal ? [] : this.#blocks.filter((block) => !isIn(block));
    this.#allocation.forbid(this.#blocks.filter(isIn), rejected);
    this.#hasForbidden = true;
    return false;
  }

  /** The best units where the same blocks are in; `undefined` where they were not found in time. */
  #refit(units: readonly number[], seconds: number): Allocated | undefined {
    this.#allocation.choose((block) => ((units[block] as number) > 0 ? "in" : "out"));
    const allocated = this.#allocation.solve(seconds);
    this.#allocation.choose(() => "free");
    return allocated === "late" ? undefined : allocated;
  }

  /** A bound of what is left bounds everything only as long as nothing is forbidden. */
  #tighten(bound: bigint | undefined): void {
    if (bound === undefined || this.#hasForbidden) return;
    if (this.#bound === undefined || bound < this.#bound) this.#bound = bound;
  }

  /** Looks for choices with prices around one that has none, or is not proved to be the best. */
  #vary(neighbourhood: Neighbourhood, units: readonly number[], seconds: number): void {
    const starts = units === this.#solution.units ? [units] : [units, this.#solution.units];
    for (const from of starts) {
      const found = neighbourhood.improve(from, this.#pricing.supplyOf(from), seconds);
      const refitted = found && this.#isOpen ? this.#refit(found, this.#left)?.units : found;
      if (refitted !== undefined) this.#consider(refitted, { seconds: this.#left });
    }
  }

  get #solution(): Solution & Certificate {
    return this.#best as Solution & Certificate;
  }

  /** Takes a choice where it has prices and is better than what there is. */
  #consider(units: readonly number[], options: { readonly seconds: number; readonly isFinal?: boolean }): Priced {
    const prices = this.#pricing.price(units, options);
    if (typeof prices === "string") return prices;
    const hourly = hourlyFills(this.#book, prices, this.#pricing.supplyOf(units));
    const solution = { prices, hourly, units };
    const certificate = certify(this.#book, solution);
    if (!this.#isBetter(certificate, options.isFinal ?? false)) return prices;
    this.#best = { ...solution, ...certificate };
    if (!options.isFinal) this.#progress({ ...certificate, bound: this.#leastBound, seconds: this.#seconds });
    return prices;
  }

  #isBetter({ welfare, gap }: Certificate, isFinal: boolean): boolean {
    const best = this.#best;
    if (best === undefined || welfare > best.welfare) return true;
    return welfare === best.welfare && (gap < best.gap || (isFinal && gap === best.gap));
  }

  get #seconds(): number {
    return (performance.now() - this.#from) / 1_000;
  }

  get #leastBound(): bigint {
    const { welfare, gap } = this.#solution;
    const proved = welfare + gap;
    if (this.#bound === undefined || this.#bound >= proved) return proved;
    return this.#bound < welfare ? welfare : this.#bound;
  }

  /** Prices nearest to the middles, and everything that is known. */
  #finish(failure: Error | undefined): Cleared {
    this.#consider(this.#solution.units, { seconds: Math.max(1, this.#left), isFinal: true });
    const intervals = this.#pricing.intervalsOf(this.#pricing.supplyOf(this.#solution.units)) as Interval[];
    const proved = { bound: this.#leastBound, isOptimal: this.#isOptimal };
    return { ...this.#solution, ...proved, intervals, seconds: this.#seconds, failure };
  }
}
