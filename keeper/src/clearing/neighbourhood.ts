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

/**
 * Changes for the worse that are accepted at first, where blocks lose and where none does, and at last, as shares of what
 * a block is worth on average.
 */
const [WARM, COOL, COLD] = [0.05, 0.015, 0.001];
/** What a loss of one counts at first, until most of the time is over, and at last. */
const [LENIENT, FIRM, STRICT] = [1, 4, 10_000];
const MOST = 0.3;
/** Share of the time after which what still loses is taken out, the worst first. */
const SETTLING = 0.5;
/** What a block that loses counts besides, as a share of what one is worth on average. */
const LOSER = 0.02;
/** Shares of the moves that move a price alone, and that change a second block of the same series. */
const [REPRICING, PAIRING] = [0.1, 0.4];
/** Blocks that may leave for one move, once nothing may lose. */
const REPAIRS = 4;
/** Moves between looks at the clock. */
const SPAN = 256;

interface Touch {
  readonly block: number;
  readonly lots: number;
}

/** Where a series is, or would be. */
interface At {
  supply: number;
  level: number;
  low: number;
  high: number;
  price: number;
  welfare: number;
}

/** Another number of units for a block. */
interface Change {
  readonly block: number;
  readonly units: number;
}

export class Neighbourhood {
  readonly #random = randomFrom("neighbourhood");
  readonly #blocks: readonly Combination[];
  /** Place of each block among strips and blocks, and 1 where it buys, -1 where it sells. */
  readonly #places: readonly number[];
  readonly #signs: readonly number[];
  /** The blocks with a leg in each series. */
  readonly #touching: readonly (readonly Touch[])[];
  readonly #steps: readonly Steps[];
  readonly #worth: number;
  readonly #units: Float64Array;
  /** What a unit of each block gains at the prices. */
  readonly #surplus: Float64Array;
  readonly #at: readonly At[];
  /** What the move that is looked at would change: units, where series are, what blocks gain. */
  #changes: Change[] = [];
  #moved: number[] = [];
  readonly #isMoved: Uint8Array;
  readonly #then: readonly At[];
  #shifted: number[] = [];
  readonly #isShifted: Uint8Array;
  readonly #shift: Float64Array;

  constructor(book: Book, curves: readonly Curve[]) {
    this.#places = book.combinations.flatMap(({ kind }, place) => (kind === "block" ? [place] : []));
    this.#blocks = this.#places.map((place) => book.combinations[place] as Combination);
    this.#signs = this.#blocks.map(({ side }) => (side === "buy" ? 1 : -1));
    const touching = curves.map((): Touch[] => []);
    let ceiling = 0;
    for (const [block, { legs, value }] of this.#blocks.entries()) {
      for (const { series, lots } of legs) {
        touching[series]?.push({ block, lots });
        ceiling = Math.max(ceiling, Math.ceil(value / lots));
      }
    }
    this.#touching = touching;
    this.#steps = curves.map((curve) => new Steps(curve, ceiling));
    const worth = this.#blocks.reduce((sum, { value, units }) => sum + Math.abs(value) * units, 0);
    this.#worth = worth / Math.max(1, this.#blocks.length);
    const zeros = () => new Float64Array(this.#blocks.length);
    [this.#units, this.#surplus, this.#shift] = [zeros(), zeros(), zeros()];
    this.#isShifted = new Uint8Array(this.#blocks.length);
    const nowhere = () => curves.map(() => ({ supply: 0, level: 0, low: 0, high: 0, price: 0, welfare: 0 }));
    [this.#at, this.#then] = [nowhere(), nowhere()];
    this.#isMoved = new Uint8Array(curves.length);
  }

  /**
   * @param units Fills of strips, which stay, and of blocks.
   * @param supply What these take from each series.
   * @param seconds How long to look.
   * @returns The best fills found whose blocks all gain; `undefined` where there are none.
   */
  improve(units: readonly number[], supply: readonly number[], seconds: number): number[] | undefined {
    if (!this.#begin(units, supply)) return undefined;
    const from = performance.now();
    let losers = this.#losers();
    let best = losers === 0 ? this.#units.slice() : undefined;
    let isSettled = losers === 0;
    const warm = isSettled ? COOL : WARM;
    let [welfare, most, heat, strictness] = [0, 0, 0, 0];
    for (let moves = 0; ; moves++) {
      if (moves % SPAN === 0) {
        const share = (performance.now() - from) / (seconds * 1_000);
        if (share >= 1) break;
        heat = this.#worth * warm * (COLD / warm) ** share;
        strictness = strictnessAt(share);
        if (share > SETTLING && !isSettled) {
          const settled = this.#settle();
          if (settled === undefined) break;
          welfare += settled;
          losers = this.#losers();
          isSettled = true;
        }
      }
      this.#forget();
      if (!this.#propose(heat) || (isSettled && !this.#repair())) continue;
      const gain = this.#gain();
      const more = this.#losses();
      const better = gain - strictness * (more.loss + more.losers * LOSER * this.#worth);
      if (better < 0 && this.#random() >= Math.exp(better / heat)) continue;
      this.#make();
      welfare += gain;
      losers += more.losers;
      if (losers > 0 || (best !== undefined && welfare <= most)) continue;
      most = welfare;
      best = this.#units.slice();
    }
    if (best === undefined) return undefined;
    const found = [...units];
    for (const [i, place] of this.#places.entries()) found[place] = best[i] as number;
    return found;
  }

  #losers(): number {
    return this.#blocks.filter((_, i) => (this.#units[i] as number) > 0 && (this.#surplus[i] as number) < 0).length;
  }

  /**
   * Makes the change of one block that helps most, as long as one does, and takes out what still loses then, the worst
   * first; all blocks where hourly orders cannot make up for that one. Returns what all of it gains; `undefined` where the
   * strips alone take more than there is.
   */
  #settle(): number | undefined {
    let gain = 0;
    for (let remedy = this.#remedy(); remedy !== undefined; remedy = this.#remedy()) gain += this.#put([remedy]) ?? 0;
    const everything = [...this.#blocks.keys()].map((block) => ({ block, units: 0 }));
    while (this.#losers() > 0) {
      const made = this.#put([{ block: this.#worst(), units: 0 }]) ?? this.#put(everything);
      if (made === undefined) return undefined;
      gain += made;
    }
    return gain;
  }

  /** Makes changes. Returns what that gains; `undefined` where hourly orders cannot bring them. */
  #put(changes: readonly Change[]): number | undefined {
    this.#forget();
    for (const { block, units } of changes) this.#change(block, units);
    if (!this.#relocate()) return undefined;
    const gain = this.#gain();
    this.#make();
    return gain;
  }

  #remedy(): Change | undefined {
    if (this.#losers() === 0) return undefined;
    let best: Change | undefined;
    let most = Number.NEGATIVE_INFINITY;
    for (const block of this.#blocks.keys()) {
      const units = this.#units[block] === 0 ? (this.#blocks[block] as Combination).units : 0;
      this.#forget();
      this.#change(block, units);
      if (!this.#relocate()) continue;
      const more = this.#losses();
      if (more.losers > 0 || (more.losers === 0 && more.loss >= 0)) continue;
      const better = this.#gain() - FIRM * (more.loss + more.losers * LOSER * this.#worth);
      if (better > most) [best, most] = [{ block, units }, better];
    }
    return best;
  }

  /** The block that loses most. */
  #worst(): number {
    const gain = (block: number) => (this.#units[block] as number) * (this.#surplus[block] as number);
    return [...this.#blocks.keys()].reduce((a, b) => (gain(b) < gain(a) ? b : a));
  }

  /** Returns whether the hourly orders can bring what is taken. */
  #begin(units: readonly number[], supply: readonly number[]): boolean {
    for (const [i, place] of this.#places.entries()) this.#units[i] = units[place] as number;
    for (const [series, at] of this.#at.entries()) {
      at.level = 0;
      at.price = 0;
      if (!this.#locate(series, supply[series] as number, at)) return false;
      at.price = Math.floor((at.low + at.high) / 2);
    }
    for (const [i, { value, legs }] of this.#blocks.entries()) {
      const cost = legs.reduce((sum, { series, lots }) => sum + lots * (this.#at[series] as At).price, 0);
      this.#surplus[i] = (this.#signs[i] as number) * (value - cost);
    }
    return true;
  }

  /** Where a series is with another supply: at its price, or as near as there is one. */
  #locate(series: number, supply: number, to: At): boolean {
    const { level: near, price } = this.#at[series] as At;
    const steps = this.#steps[series] as Steps;
    const level = steps.find(supply, near);
    if (level === -1) return false;
    to.supply = supply;
    to.level = level;
    to.low = steps.low(level);
    to.high = steps.high(level, supply);
    to.price = Math.min(Math.max(price, to.low), to.high);
    to.welfare = steps.welfare(level, supply);
    return true;
  }

  #forget(): void {
    for (const series of this.#moved) this.#isMoved[series] = 0;
    for (const block of this.#shifted) this.#isShifted[block] = 0;
    [this.#changes, this.#moved, this.#shifted] = [[], [], []];
  }

  /** Returns whether there is something to look at. */
  #propose(heat: number): boolean {
    const kind = this.#random();
    if (kind < REPRICING) return this.#reprice(this.#upTo(this.#at.length));
    const one = this.#upTo(this.#blocks.length);
    const isPair = kind < REPRICING + PAIRING;
    // Few of those that lose so much are worth a look.
    const isHopeless = this.#units[one] === 0 && (this.#surplus[one] as number) < -3 * heat;
    if (!isPair && isHopeless && this.#random() < 0.8) return false;
    this.#change(one, this.#otherUnits(one));
    if (isPair) {
      const { legs } = this.#blocks[one] as Combination;
      const touching = this.#touching[legs[this.#upTo(legs.length)]?.series as number] as readonly Touch[];
      const other = touching[this.#upTo(touching.length)] as Touch;
      if (other.block !== one) this.#change(other.block, this.#otherUnits(other.block));
    }
    return this.#relocate();
  }

  /** Takes out what would lose by the move, few blocks at most. Returns whether nothing does then. */
  #repair(): boolean {
    for (let round = 0; ; round++) {
      const loser = this.#loserOfMove();
      if (loser === undefined) return true;
      if (round === REPAIRS || this.#isChanged(loser)) return false;
      this.#change(loser, 0);
      for (const block of this.#shifted) this.#isShifted[block] = 0;
      this.#shifted = [];
      if (!this.#relocate()) return false;
    }
  }

  /** The filled block that would lose most. */
  #loserOfMove(): number | undefined {
    let worst: number | undefined;
    let most = 0;
    const look = (block: number, units: number) => {
      const shift = this.#isShifted[block] === 1 ? (this.#shift[block] as number) : 0;
      const loss = -units * ((this.#surplus[block] as number) + shift);
      if (loss > most) [worst, most] = [block, loss];
    };
    for (const block of this.#shifted) if (!this.#isChanged(block)) look(block, this.#units[block] as number);
    for (const { block, units } of this.#changes) look(block, units);
    return worst;
  }

  #isChanged(block: number): boolean {
    return this.#changes.some((change) => change.block === block);
  }

  /** Finds prices for what changes take. Returns whether there are any. */
  #relocate(): boolean {
    for (const series of this.#moved) {
      const then = this.#then[series] as At;
      if (!this.#locate(series, then.supply, then)) return false;
      this.#reach(series);
    }
    return true;
  }

  /** Moves a price to where it is free to be. */
  #reprice(series: number): boolean {
    const at = this.#at[series] as At;
    if (at.low === at.high) return false;
    const then = this.#then[series] as At;
    Object.assign(then, at);
    const ends = [at.low, at.high, at.low + this.#upTo(at.high - at.low + 1)];
    then.price = ends[this.#upTo(ends.length)] as number;
    this.#isMoved[series] = 1;
    this.#moved.push(series);
    this.#reach(series);
    return true;
  }

  #change(block: number, units: number): void {
    const { legs } = this.#blocks[block] as Combination;
    const way = (this.#signs[block] as number) * (units - (this.#units[block] as number));
    this.#changes.push({ block, units });
    for (const { series, lots } of legs) {
      const then = this.#then[series] as At;
      if (this.#isMoved[series] === 0) {
        this.#isMoved[series] = 1;
        this.#moved.push(series);
        then.supply = (this.#at[series] as At).supply;
      }
      then.supply += way * lots;
    }
  }

  /** All or nothing, whichever it is not; of a block that may be cut as often any units that it accepts. */
  #otherUnits(block: number): number {
    const { least, units } = this.#blocks[block] as Combination;
    const now = this.#units[block] as number;
    const other = now === 0 ? units : 0;
    if (least === units || this.#random() < 0.5) return other;
    const cut = this.#random() < 0.5 ? least : least + this.#upTo(units - least + 1);
    return cut === now ? other : cut;
  }

  /** What the new price of a series changes for the blocks that touch it. */
  #reach(series: number): void {
    const rise = (this.#then[series] as At).price - (this.#at[series] as At).price;
    if (rise === 0) return;
    for (const { block, lots } of this.#touching[series] as readonly Touch[]) {
      if (this.#isShifted[block] === 0) {
        this.#isShifted[block] = 1;
        this.#shifted.push(block);
        this.#shift[block] = 0;
      }
      this.#shift[block] = (this.#shift[block] as number) - (this.#signs[block] as number) * lots * rise;
    }
  }

  /** Welfare. */
  #gain(): number {
    let gain = 0;
    for (const series of this.#moved) {
      gain += (this.#then[series] as At).welfare - (this.#at[series] as At).welfare;
    }
    for (const { block, units } of this.#changes) {
      const { value } = this.#blocks[block] as Combination;
      gain += (this.#signs[block] as number) * value * (units - (this.#units[block] as number));
    }
    return gain;
  }

  /** By how much more filled blocks lose, and how many more do. */
  #losses(): { readonly loss: number; readonly losers: number } {
    let loss = 0;
    let losers = 0;
    const count = (units: number, surplus: number, way: number) => {
      if (units === 0 || surplus >= 0) return;
      loss -= way * units * surplus;
      losers += way;
    };
    for (const block of this.#shifted) {
      const units = this.#units[block] as number;
      if (units === 0) continue;
      const before = this.#surplus[block] as number;
      count(units, before, -1);
      count(units, before + (this.#shift[block] as number), 1);
    }
    for (const { block, units } of this.#changes) {
      const after = (this.#surplus[block] as number) + (this.#isShifted[block] ? (this.#shift[block] as number) : 0);
      count(this.#units[block] as number, after, -1);
      count(units, after, 1);
    }
    return { loss, losers };
  }

  #make(): void {
    for (const { block, units } of this.#changes) this.#units[block] = units;
    for (const block of this.#shifted) {
      this.#surplus[block] = (this.#surplus[block] as number) + (this.#shift[block] as number);
    }
    for (const series of this.#moved) Object.assign(this.#at[series] as At, this.#then[series]);
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
