/**
 * Looks for better choices of blocks near to one, by simulated annealing. Where books are thin, the best allocation has no
 * prices, nor have thousands of those next to it; this finds good ones that do.
 *
 * It walks over choices and prices together. Prices always clear the hourly orders; what filled blocks lose at them counts
 * against a choice, ever more as the walk goes on, and each block that loses counts something more. So it passes through
 * choices without prices, and ends at one where nobody loses.
 */
import { randomFrom } from "../runtime/random.ts";
import type { Book, Combination } from "./book.ts";
import type { Curve } from "./curve.ts";
import { Steps } from "./steps.ts";
import { Trial } from "./trial.ts";

/**
 * Changes for the worse that are accepted at first, where blocks lose and where none does, and at last, as shares of what
 * a block is worth on average.
 */
const [WARM, COOL, COLD] = [0.05, 0.01, 0.003];
/** What a loss of one counts at first, until most of the time is over, and at last. */
const [LENIENT, FIRM, STRICT] = [1, 4, 10_000];
const MOST = 0.3;
/** Share of the time after which what still loses is taken out, the worst first. */
const SETTLING = 0.5;
/** What a block that loses counts besides, as a share of what one is worth on average. */
const LOSER = 0.02;
/** Shares of the moves that move a price alone, and that change more blocks than one. */
const [REPRICING, JOINING] = [0.1, 0.8];
/** Share of the blocks that join a move after which one more may; and the most that join one. */
const JOINING_AGAIN = 0.6;
const JOINED = 3;
/**
 * Share of them that are not any block at hand, but of so many the one that takes least from the hourly orders together
 * with what has moved: in a thin book each block by itself moves prices by more than others can bear.
 */
const BALANCING = 0.7;
const CANDIDATES = 8;
/** Blocks that may leave for one move, once nothing may lose. */
const REPAIRS = 4;
/** A move that costs so many times the heat is given up unrepaired: one in a thousand of those that are made costs it. */
const HOPELESS = 6;
/** Moves between looks at the clock. */
const SPAN = 256;

/** Other units of a block. */
interface Change {
  readonly block: number;
  readonly units: number;
}

export class Neighbourhood {
  readonly #random = randomFrom("neighbourhood");
  /** The blocks, and where they are among strips and blocks. */
  readonly #blocks: readonly Combination[];
  readonly #places: readonly number[];
  readonly #series: number;
  readonly #worth: number;
  readonly #trial: Trial;

  constructor(book: Book, curves: readonly Curve[]) {
    this.#places = book.combinations.flatMap(({ kind }, place) => (kind === "block" ? [place] : []));
    this.#blocks = this.#places.map((place) => book.combinations[place] as Combination);
    this.#series = curves.length;
    let [ceiling, worth] = [0, 0];
    for (const { legs, value, units } of this.#blocks) {
      worth += Math.abs(value) * units;
      for (const { lots } of legs) ceiling = Math.max(ceiling, Math.ceil(value / lots));
    }
    this.#worth = worth / Math.max(1, this.#blocks.length);
    this.#trial = new Trial(
      this.#blocks,
      curves.map((curve) => new Steps(curve, ceiling)),
    );
  }

  /**
   * @param units Fills of strips, which stay, and of blocks.
   * @param supply What these take from each series.
   * @param seconds How long to look.
   * @returns The best fills found whose blocks all gain; `undefined` where there are none.
   */
  improve(units: readonly number[], supply: readonly number[], seconds: number): number[] | undefined {
    const trial = this.#trial;
    const from = performance.now();
    const share = () => (performance.now() - from) / (seconds * 1_000);
    const begun = this.#places.map((place) => units[place] as number);
    if (!trial.begin(begun, supply)) return undefined;
    let losers = trial.countLosers();
    let best = losers === 0 ? trial.units.slice() : undefined;
    let isSettled = losers === 0;
    const warm = isSettled ? COOL : WARM;
    let [welfare, most, heat, strictness] = [0, 0, 0, 0];
    for (let moves = 0; ; moves++) {
      if (moves % SPAN === 0) {
        const passed = share();
        if (passed >= 1) break;
        heat = this.#worth * warm * (COLD / warm) ** passed;
        strictness = strictnessAt(passed);
        if (passed > SETTLING && !isSettled) {
          const settled = this.#settle(share);
          if (settled === undefined) break;
          welfare += settled;
          losers = 0;
          isSettled = true;
          if (best === undefined || welfare > most) [best, most] = [trial.units.slice(), welfare];
        }
      }
      trial.forget();
      if (!this.#propose(heat)) continue;
      if (isSettled && (trial.gain() < -HOPELESS * heat || !this.#repair())) continue;
      const gain = trial.gain();
      if (!isSettled) trial.weigh();
      const [loss, more] = isSettled ? [0, 0] : [trial.loss, trial.losers];
      const better = gain - strictness * (loss + more * LOSER * this.#worth);
      if (better < 0 && this.#random() >= Math.exp(better / heat)) continue;
      trial.make();
      welfare += gain;
      losers += more;
      if (losers > 0 || (best !== undefined && welfare <= most)) continue;
      most = welfare;
      best = trial.units.slice();
    }
    if (best === undefined) return undefined;
    const found = [...units];
    for (const [i, place] of this.#places.entries()) found[place] = best[i] as number;
    return found;
  }

  /**
   * Makes the change of one block that helps most, as long as one does, and takes out what still loses then, the worst
   * first; all blocks where hourly orders cannot make up for that one. Returns what all of it gains; `undefined` where the
   * strips alone take more than there is.
   *
   * @param share Of the time that has passed: what helps is looked for until it is over.
   */
  #settle(share: () => number): number | undefined {
    let gain = 0;
    for (let remedy = this.#remedy(share); remedy !== undefined; remedy = this.#remedy(share)) {
      gain += this.#put([remedy]) ?? 0;
    }
    const everything = [...this.#blocks.keys()].map((block) => ({ block, units: 0 }));
    while (this.#trial.countLosers() > 0) {
      const made = this.#put([{ block: this.#trial.loser(), units: 0 }]) ?? this.#put(everything);
      if (made === undefined) return undefined;
      gain += made;
    }
    return gain;
  }

  /** Makes changes. Returns what that gains; `undefined` where hourly orders cannot bring them. */
  #put(changes: readonly Change[]): number | undefined {
    const trial = this.#trial;
    trial.forget();
    for (const { block, units } of changes) trial.change(block, units);
    if (!trial.relocate()) return undefined;
    const gain = trial.gain();
    trial.make();
    return gain;
  }

  #remedy(share: () => number): Change | undefined {
    const trial = this.#trial;
    if (trial.countLosers() === 0) return undefined;
    let best: Change | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const [block, { units: whole }] of this.#blocks.entries()) {
      if (block % SPAN === 0 && share() >= 1) return undefined;
      const units = trial.units[block] === 0 ? whole : 0;
      trial.forget();
      trial.change(block, units);
      if (!trial.relocate()) continue;
      trial.weigh();
      if (trial.losers > 0 || (trial.losers === 0 && trial.loss >= 0)) continue;
      const better = trial.gain() - FIRM * (trial.loss + trial.losers * LOSER * this.#worth);
      if (better > most) [best, most] = [{ block, units }, better];
    }
    return best;
  }

  /** Returns whether there is something to look at. */
  #propose(heat: number): boolean {
    const kind = this.#random();
    if (kind < REPRICING) return this.#reprice(this.#upTo(this.#series));
    const trial = this.#trial;
    const one = this.#upTo(this.#blocks.length);
    const joins = kind < REPRICING + JOINING;
    // Few of those that lose so much are worth a look.
    if (!joins && trial.units[one] === 0 && trial.surplusOf(one) < -3 * heat && this.#random() < 0.8) return false;
    trial.change(one, this.#otherUnits(one));
    if (joins) this.#join(one);
    return trial.relocate();
  }

  /** Lets other blocks move with one, or each with the one before. */
  #join(first: number): void {
    const trial = this.#trial;
    let at = first;
    for (let joined = 0; joined < JOINED && (joined === 0 || this.#random() < JOINING_AGAIN); joined++) {
      const candidates = this.#random() < BALANCING ? CANDIDATES : 1;
      let [chosen, units, least] = [-1, 0, Number.POSITIVE_INFINITY];
      for (let i = 0; i < candidates; i++) {
        const block = trial.neighbourOf(at, this.#random(), this.#random());
        if (trial.isChanged(block)) continue;
        const other = this.#otherUnits(block);
        const imbalance = trial.imbalance(block, other);
        if (imbalance < least) [chosen, units, least] = [block, other, imbalance];
      }
      if (chosen === -1) return;
      trial.change(chosen, units);
      at = chosen;
    }
  }

  /** Takes out what would lose by the move, few blocks at most. Returns whether nothing does then. */
  #repair(): boolean {
    const trial = this.#trial;
    for (let round = 0; ; round++) {
      const loser = trial.loserOfChange();
      if (loser === -1) return true;
      if (round === REPAIRS || trial.isChanged(loser)) return false;
      trial.change(loser, 0);
      if (!trial.relocate()) return false;
    }
  }

  /** Moves a price to where it is free to be. */
  #reprice(series: number): boolean {
    const { low, high } = this.#trial.rangeOf(series);
    if (low === high) return false;
    const ends = [low, high, low + this.#upTo(high - low + 1)];
    this.#trial.reprice(series, ends[this.#upTo(ends.length)] as number);
    return true;
  }

  /** All or nothing, whichever it is not; of a block that may be cut as often any units that it accepts. */
  #otherUnits(block: number): number {
    const { least, units } = this.#blocks[block] as Combination;
    const now = this.#trial.units[block] as number;
    const other = now === 0 ? units : 0;
    if (least === units || this.#random() < 0.5) return other;
    const cut = this.#random() < 0.5 ? least : least + this.#upTo(units - least + 1);
    return cut === now ? other : cut;
  }

  #upTo(count: number): number {
    return Math.floor(this.#random() * count);
  }
}

/** What a loss of one counts after a share of the time. */
function strictnessAt(share: number): number {
  if (share < MOST) return LENIENT * (FIRM / LENIENT) ** (share / MOST);
  return FIRM * (STRICT / FIRM) ** Math.min(1, (share - MOST) / (SETTLING - MOST));
}
