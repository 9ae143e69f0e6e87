/**
 * Clears a book: as much welfare as can be found in the time there is, at prices that keep every rule.
 *
 * Welfare is maximised first, whatever the prices. Where no prices let all blocks gain that this fills, that choice of
 * blocks is forbidden and the next best looked for, until one has prices: then nothing better has any. A choice S that is
 * proved to be the best of those left is forbidden with every T that has more blocks in, too. Let T be left and have
 * prices p: W(S) >= W(T), and by duality W(T) is all that anybody can gain at p who is an hourly order, a strip or a
 * block of T, which is at least W(S). So both are equal, S is as good an answer to p, and p are prices of S (the idea of
 * the strengthened cuts of Madani and Van Vyve, 2015).
 *
 * A block that may be cut can be left with a wish where it is. So its T is not all that anybody can gain, and other units
 * of a choice can have prices where the best have none: where such blocks are, only the choice itself is forbidden, and
 * nothing is proved by that.
 */
import { type Allocated, Allocation, type Choice } from "./allocation.ts";
import type { Book, Combination } from "./book.ts";
import { type Certificate, certify, type Solution, surplusOf } from "./certify.ts";
import { type Curve, curvesOf, type Interval } from "./curve.ts";
import { hourlyFills } from "./fills.ts";
import { type Goal, servesBetter } from "./goal.ts";
import { Neighbourhood } from "./neighbourhood.ts";
import { type Priced, Pricing } from "./pricing.ts";
import { Strips } from "./strips.ts";
import { supplyOf } from "./supply.ts";

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

/** A better solution, as it is found. */
type Found = Solution & Pick<Cleared, "welfare" | "gap" | "bound" | "seconds">;

export interface ClearOptions {
  /** Told of each better solution. */
  readonly progress?: (found: Found) => void;
  /** What to choose prices by. Without one it is the gap, then nearness to the middles of what clears. */
  readonly goal?: Goal | undefined;
}

/** The welfare problem of a book with blocks, three times. */
interface Allocations {
  /** Where choices are forbidden. */
  readonly free: Allocation;
  /** Where the blocks that are in are given. */
  readonly fitting: Allocation;
  /** As `fitting`, with parts of blocks. */
  readonly relaxed: Allocation;
}

/** No limit, in seconds. */
const UNLIMITED = 1e6;
/** Shares of the time that is left in which the welfare problem is solved: at first, and each time again. */
const FIRST_LOOK = 0.2;
const LATER_LOOK = 0.5;
/**
 * Shares of the time that is left in which choices near to one are tried, from either end: where the allocation was
 * proved, no longer than that took, so that an easy book is not kept waiting; and where it was cut off, as it would be again.
 */
const VARYING = 0.2;
const VARYING_HARD = 0.35;
/** Seconds for each block that a walk through choices takes to end at a good one. */
const WALK = 0.03;
/** Share of the time that is left in which a choice without prices is cut down to one with prices, and of what loses. */
const DESCENDING = 0.3;
const DROPPED = 0.25;
/**
 * Shares of the time in which a first answer with blocks is looked for at most, and in which more blocks are added to it,
 * without strips and with them: no search but this one moves strips with the blocks. And the most of the blocks that would
 * gain that are put in at once.
 */
const DIVING = 0.5;
const [ADDING, ADDING_WITH_STRIPS] = [0.05, 0.5];
const ADDED = 0.5;
/** Seconds in which they are tried at least where blocks can be cut, which nothing else finds. */
const CUTTING = 0.03;

/**
 * @param seconds How long to look for better solutions, after the one without any block, which it takes its time for.
 */
export function clear(book: Book, seconds: number, options: ClearOptions = {}): Cleared {
  const search = new Search(book, seconds, options);
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
  readonly #progress: ClearOptions["progress"];
  readonly #goal: Goal | undefined;
  readonly #curves: readonly Curve[];
  readonly #strips: Strips;
  readonly #allocations: Allocations | undefined;
  readonly #pricing: Pricing;
  readonly #blocks: readonly number[];
  /** Those that may be cut. */
  readonly #cuttable: ReadonlySet<number>;
  #best: (Solution & Certificate) | undefined;
  /** From branch and bound. */
  #bound: bigint | undefined;
  #isOptimal = false;
  /** Whether everything that was forbidden is known to have no prices. */
  #isProof = true;
  #hasForbidden = false;

  constructor(book: Book, seconds: number, { progress, goal }: ClearOptions) {
    this.#book = book;
    this.#deadline = this.#from + seconds * 1_000;
    this.#progress = progress;
    this.#goal = goal;
    this.#curves = curvesOf(book);
    this.#strips = new Strips(book, this.#curves);
    this.#pricing = new Pricing(book, this.#curves, goal);
    this.#blocks = book.combinations.flatMap(({ kind }, i) => (kind === "block" ? [i] : []));
    const isCuttable = (i: number) => (book.combinations[i] as Combination).units > 1;
    this.#cuttable = new Set(this.#blocks.filter(isCuttable));
    if (this.#blocks.length === 0) return;
    const allocation = (isRelaxed?: boolean) => new Allocation(book, this.#curves, isRelaxed);
    this.#allocations = { free: allocation(), fitting: allocation(), relaxed: allocation(true) };
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
    const { free, fitting, relaxed } = this.#allocations ?? {};
    for (const each of [free, fitting, relaxed]) each?.dispose();
  }

  get #hasStrips(): boolean {
    return this.#blocks.length < this.#book.combinations.length;
  }

  get #left(): number {
    return Math.max(0, (this.#deadline - performance.now()) / 1_000);
  }

  /** Strips alone always have prices. */
  #withoutBlocks(): void {
    const filled = this.#strips.fill(this.#book.combinations.map(() => 0));
    const isFinal = this.#blocks.length === 0;
    const priced = filled && this.#consider(filled, { seconds: UNLIMITED, isFinal });
    if (priced === undefined || typeof priced === "string") throw new Error("the strips of a book have no prices");
    if (isFinal) this.#isOptimal = true;
  }

  #withBlocks(): void {
    const { free } = this.#problems;
    const neighbourhood = new Neighbourhood(this.#book, this.#curves);
    this.#dive(this.#left * DIVING);
    this.#add(this.#left * (this.#hasStrips ? ADDING_WITH_STRIPS : ADDING));
    for (let look = FIRST_LOOK; this.#left > 0; look = LATER_LOOK) {
      const from = performance.now();
      const allocated = free.solve(this.#left * look);
      const taken = (performance.now() - from) / 1_000;
      if (allocated === undefined) {
        this.#isOptimal = this.#isProof;
        return;
      }
      if (allocated === "late") {
        if (this.#hasStrips) this.#add(this.#left);
        else this.#varyAgain(neighbourhood);
        return;
      }
      this.#tighten(allocated.bound);
      if (allocated.isOptimal && allocated.bound !== undefined && allocated.bound <= this.#solution.welfare) {
        this.#isOptimal = this.#isProof;
        return;
      }
      if (this.#settles(allocated)) return;
      const least = this.#cuttable.size > 0 ? CUTTING : 0;
      const easy = Math.min(Math.max(taken, least), this.#left * VARYING);
      this.#vary(neighbourhood, allocated.units, allocated.isOptimal ? easy : this.#left * VARYING_HARD);
    }
  }

  /** Looks for prices of a choice of blocks; forbids it where there are none. Returns whether the search is over. */
  #settles(allocated: Allocated): boolean {
    const refitted = this.#refit(allocated.units, this.#left);
    const priced = refitted === undefined ? "unknown" : this.#consider(refitted.units, { seconds: this.#left });
    if (typeof priced !== "string") {
      // A choice that is the best there is, and has prices.
      if (!allocated.isOptimal) return false;
      this.#isOptimal = this.#isProof;
      return true;
    }
    if (priced === "none" && this.#hasStrips) this.#descend(allocated.units, this.#left * DESCENDING);
    const chosen = this.#blocks.filter((block) => (allocated.units[block] as number) > 0);
    const isNone = priced === "none" && refitted?.isOptimal === true && refitted.isWhole;
    const isProved = isNone && !chosen.some((block) => this.#cuttable.has(block));
    if (!isProved) this.#isProof = false;
    const isStrong = isProved && allocated.isOptimal && this.#cuttable.size === 0;
    const rejected = isStrong ? [] : this.#blocks.filter((block) => !chosen.includes(block));
    this.#problems.free.forbid(chosen, rejected);
    this.#hasForbidden = true;
    return false;
  }

  /**
   * The best units of strips and of blocks, of which the same ones are in, or no others, or have the same units;
   * `undefined` where they were not found in time.
   */
  #refit(units: readonly number[], seconds: number, keeps: "choice" | "atMost" | "units" = "choice") {
    const isIn = (block: number) => (units[block] as number) > 0;
    const isGiven = keeps === "choice" && !this.#blocks.some((block) => isIn(block) && this.#cuttable.has(block));
    if (isGiven || keeps === "units") {
      const filled = this.#strips.fill(units);
      return filled && { units: filled, isOptimal: true, isWhole: true };
    }
    const { fitting } = this.#problems;
    fitting.choose((block) => (!isIn(block) ? "out" : keeps === "atMost" ? "free" : "in"));
    const allocated = fitting.solve(seconds);
    return allocated === "late" ? undefined : allocated;
  }

  /**
   * Takes out what loses most, a part at a time, until what is left has prices. Of what is left the best is taken each
   * time: what one block sold another may have bought.
   */
  #descend(units: readonly number[], seconds: number): void {
    const until = performance.now() + seconds * 1_000;
    const left = () => Math.max(0, (until - performance.now()) / 1_000);
    for (let choice = units; left() > 0; ) {
      const fitted = this.#refit(choice, left() / 4, "atMost")?.units;
      if (fitted === undefined || this.#consider(fitted, { seconds: left() }) !== "none") return;
      const losers = this.#pricing.losersOf(fitted, left());
      if (losers === undefined || losers.length === 0) return;
      const out = new Set(losers.slice(0, Math.ceil(losers.length * DROPPED)));
      choice = fitted.map((filled, i) => (out.has(i) ? 0 : filled));
    }
  }

  /**
   * A first answer with blocks, quickly: those that are filled where parts of them may be, less what loses. What strips do
   * is found anew each time.
   */
  #dive(seconds: number): void {
    const until = performance.now() + seconds * 1_000;
    const left = () => Math.max(0, (until - performance.now()) / 1_000);
    // Without this there is nothing to go on from.
    let choice = this.#fit(() => "free", this.#left);
    while (choice !== undefined && left() > 0) {
      if (this.#consider(choice, { seconds: left() }) !== "none") break;
      const losers = this.#pricing.losersOf(choice, left());
      if (losers === undefined || losers.length === 0) break;
      const out = new Set(losers.slice(0, Math.ceil(losers.length * DROPPED)));
      const kept: readonly number[] = choice;
      choice = this.#fit((block) => ((kept[block] as number) > 0 && !out.has(block) ? "in" : "out"), left());
    }
  }

  /** Puts in blocks that would gain as long as that is better: many at once, or fewer where that is not. */
  #add(seconds: number): void {
    const until = performance.now() + seconds * 1_000;
    const left = () => Math.max(0, (until - performance.now()) / 1_000);
    const hopeless = new Set<number>();
    for (let share = ADDED; left() > 0; ) {
      const before = this.#solution;
      const wishes = this.#wishes().filter((block) => !hopeless.has(block));
      if (wishes.length === 0) return;
      const added = new Set(wishes.slice(0, Math.ceil(wishes.length * share)));
      const more = this.#fit(
        (block) => ((before.units[block] as number) > 0 || added.has(block) ? "in" : "out"),
        left(),
      );
      if (more !== undefined) this.#consider(more, { seconds: left() });
      if (this.#solution.welfare > before.welfare) share = Math.min(ADDED, 2 * share);
      else if (added.size > 1) share /= 2;
      else for (const block of added) hopeless.add(block);
    }
  }

  /** Units as they fill best where parts of blocks may, made whole. */
  #fit(choices: (block: number) => Choice, seconds: number): readonly number[] | undefined {
    const { relaxed } = this.#problems;
    relaxed.choose(choices);
    const allocated = relaxed.solve(seconds);
    return allocated === "late" ? undefined : allocated?.units;
  }

  /** Blocks that are not filled and would gain, the most first. */
  #wishes(): number[] {
    const { units, prices } = this.#solution;
    const gains = this.#blocks.flatMap((block) => {
      const combination = this.#book.combinations[block] as Combination;
      const gain = units[block] === 0 ? Number(surplusOf(combination, prices)) * combination.units : 0;
      return gain > 0 ? [{ block, gain }] : [];
    });
    return gains.sort((a, b) => b.gain - a.gain).map(({ block }) => block);
  }

  /** A bound of what is left bounds everything only as long as nothing is forbidden. */
  #tighten(bound: bigint | undefined): void {
    if (bound === undefined || this.#hasForbidden) return;
    if (this.#bound === undefined || bound < this.#bound) this.#bound = bound;
  }

  /** Spends the time that is left around the best there is: one walk may end at a poor choice, several seldom all do. */
  #varyAgain(neighbourhood: Neighbourhood): void {
    const walks = Math.max(1, Math.floor(this.#left / (this.#blocks.length * WALK)));
    for (let each = this.#left / walks; this.#left > 0; ) this.#vary(neighbourhood, this.#solution.units, each);
  }

  /** Looks for choices with prices around one that has none, or is not proved to be the best. */
  #vary(neighbourhood: Neighbourhood, units: readonly number[], seconds: number): void {
    const starts = units === this.#solution.units ? [units] : [units, this.#solution.units];
    for (const from of starts) {
      const found = neighbourhood.improve(from, supplyOf(this.#book, from), Math.min(seconds, this.#left));
      if (found === undefined) continue;
      const refitted = this.#refit(found, this.#left)?.units;
      const isPriced = refitted !== undefined && typeof this.#consider(refitted, { seconds: this.#left }) !== "string";
      if (isPriced) continue;
      if (this.#hasStrips) this.#descend(found, this.#left * DESCENDING);
      if (this.#cuttable.size === 0) continue;
      const same = this.#refit(found, this.#left, "units")?.units;
      if (same !== undefined) this.#consider(same, { seconds: this.#left });
    }
  }

  get #problems(): Allocations {
    return this.#allocations as Allocations;
  }

  get #solution(): Solution & Certificate {
    return this.#best as Solution & Certificate;
  }

  /** Takes a choice where it has prices and is better than what there is. */
  #consider(units: readonly number[], options: { readonly seconds: number; readonly isFinal?: boolean }): Priced {
    const prices = this.#pricing.price(units, options);
    if (typeof prices === "string") return prices;
    const best = this.#best;
    if (units === best?.units && prices.every((price, series) => price === best.prices[series])) return prices;
    const hourly = hourlyFills(this.#book, this.#curves, prices, supplyOf(this.#book, units));
    const solution = { prices, hourly, units };
    const certificate = certify(this.#book, solution);
    const found = { ...solution, ...certificate };
    if (!this.#isBetter(found, options.isFinal ?? false)) return prices;
    this.#best = found;
    if (!options.isFinal || best === undefined)
      this.#progress?.({ ...found, bound: this.#leastBound, seconds: this.#seconds });
    return prices;
  }

  #isBetter({ welfare, gap, prices }: Solution & Certificate, isFinal: boolean): boolean {
    const best = this.#best;
    if (best === undefined || welfare > best.welfare) return true;
    if (welfare < best.welfare) return false;
    if (this.#goal !== undefined) return servesBetter(this.#goal, prices, best.prices);
    return gap < best.gap || (isFinal && gap === best.gap);
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

  /** The best prices of the best fills, and everything that is known. */
  #finish(failure: Error | undefined): Cleared {
    if (this.#blocks.length > 0) {
      this.#consider(this.#solution.units, { seconds: Math.max(1, this.#left), isFinal: true });
    }
    const intervals = this.#pricing.intervalsOf(supplyOf(this.#book, this.#solution.units)) as Interval[];
    const proved = { bound: this.#leastBound, isOptimal: this.#isOptimal };
    return { ...this.#solution, ...proved, intervals, seconds: this.#seconds, failure };
  }
}
