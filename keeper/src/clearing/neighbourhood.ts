/**
 * Looks for better choices of blocks near to one, by simulated annealing over choices that have prices. Where books are
 * thin, the best allocation has none, nor have thousands of those next to it; this finds good ones that do.
 */
import { type Random, randomFrom } from "../runtime/random.ts";
import type { Book, Combination } from "./book.ts";
import type { Curve, Interval } from "./curve.ts";
import { middleOf } from "./pricing.ts";

/** Losses of this share of what blocks are worth on average are accepted at first, ever less later. */
const WARMTH = 0.02;
/** How often prices that are free are moved in favour of blocks that lose, and how many of these may leave for one. */
const ROUNDS = 4;

interface Block {
  readonly index: number;
  readonly combination: Combination;
  /** 1 where it buys, -1 where it sells. */
  readonly sign: number;
}

/** What changing the place of some blocks comes to. */
interface Move {
  readonly blocks: readonly Block[];
  readonly gain: number;
  /** What it does to each series that it touches. */
  readonly series: ReadonlyMap<number, { readonly supply: number; readonly interval: Interval; price: number }>;
  /** The filled block that loses most; `undefined` where none does. */
  readonly loser: Block | undefined;
}

export class Neighbourhood {
  readonly #curves: readonly Curve[];
  readonly #blocks: readonly Block[];
  /** The blocks with a leg in each series. */
  readonly #touching: readonly (readonly Block[])[];
  readonly #random: Random = randomFrom("neighbourhood");
  readonly #warmth: number;
  #isIn: boolean[] = [];
  #supply: number[] = [];
  #prices: number[] = [];

  constructor(book: Book, curves: readonly Curve[]) {
    this.#curves = curves;
    this.#blocks = book.combinations.flatMap((combination, index) =>
      combination.kind === "block" ? [{ combination, index, sign: combination.side === "buy" ? 1 : -1 }] : [],
    );
    const touching = book.series.map((): Block[] => []);
    for (const block of this.#blocks) {
      for (const { series } of block.combination.legs) touching[series]?.push(block);
    }
    this.#touching = touching;
    const worth = this.#blocks.reduce((sum, { combination: { value, units } }) => sum + Math.abs(value) * units, 0);
    this.#warmth = (WARMTH * worth) / Math.max(1, this.#blocks.length);
  }

  /**
   * @param units Fills of strips, which stay, and of blocks, which are all or nothing here.
   * @param supply What these take from each series.
   * @param seconds How long to look.
   * @returns The best fills found whose blocks all gain; `undefined` where there are none.
   */
  improve(units: readonly number[], supply: readonly number[], seconds: number): number[] | undefined {
    const until = performance.now() + seconds * 1_000;
    if (!this.#begin(units, supply, until)) return undefined;
    let best = [...this.#isIn];
    let welfare = 0;
    let most = 0;
    for (let now = performance.now(); now < until; now = performance.now()) {
      const move = this.#propose();
      if (move === undefined || move.loser !== undefined) continue;
      const heat = (this.#warmth * (until - now)) / (seconds * 1_000);
      if (move.gain < 0 && this.#random() >= Math.exp(move.gain / heat)) continue;
      this.#make(move);
      welfare += move.gain;
      if (welfare <= most) continue;
      most = welfare;
      best = [...this.#isIn];
    }
    const found = [...units];
    for (const { index, combination } of this.#blocks) found[index] = best[index] ? combination.units : 0;
    return found;
  }

  /** Puts in what is filled, and takes out what loses, the worst first. Returns whether that came to prices in time. */
  #begin(units: readonly number[], supply: readonly number[], until: number): boolean {
    this.#isIn = units.map((filled) => filled > 0);
    this.#supply = [...supply];
    this.#prices = this.#curves.map(() => 0);
    for (const { index, combination, sign } of this.#blocks) {
      const missing = (units[index] as number) > 0 ? combination.units - (units[index] as number) : 0;
      for (const { series, lots } of combination.legs) {
        this.#supply[series] = (this.#supply[series] as number) + sign * lots * missing;
      }
    }
    let out: Block[] = [];
    while (performance.now() < until) {
      const move = this.#evaluate(out, true);
      if (move === undefined) return false;
      if (move.loser === undefined) {
        this.#make(move);
        return true;
      }
      out = [...out, move.loser];
    }
    return false;
  }

  #propose(): Move | undefined {
    const one = this.#pick();
    if (!this.#isIn[one.index] && this.#surplus(one, this.#prices) < 0 && this.#random() < 0.9) return undefined;
    const blocks = [one];
    if (this.#random() < 0.3) {
      const other = this.#pick();
      if (other !== one) blocks.push(other);
    }
    let move = this.#evaluate(blocks, false);
    for (let round = 0; round < ROUNDS && move?.loser !== undefined && !blocks.includes(move.loser); round++) {
      blocks.push(move.loser);
      move = this.#evaluate(blocks, false);
    }
    return move;
  }

  #pick(): Block {
    return this.#blocks[Math.floor(this.#random() * this.#blocks.length)] as Block;
  }

  /** `undefined` where hourly orders cannot bring what the blocks take. */
  #evaluate(blocks: readonly Block[], isWhole: boolean): Move | undefined {
    const changes = new Map<number, number>();
    if (isWhole) for (const series of this.#curves.keys()) changes.set(series, 0);
    let gain = 0;
    for (const { index, combination, sign } of blocks) {
      const way = (this.#isIn[index] ? -1 : 1) * sign * combination.units;
      gain += way * combination.value;
      for (const { series, lots } of combination.legs) changes.set(series, (changes.get(series) ?? 0) + way * lots);
    }
    const series = new Map<number, { supply: number; interval: Interval; price: number }>();
    for (const [each, change] of changes) {
      const curve = this.#curves[each] as Curve;
      const before = this.#supply[each] as number;
      const supply = before + change;
      const interval = curve.interval(supply);
      if (interval === undefined) return undefined;
      if (!isWhole) gain += Number(curve.welfare(supply) - curve.welfare(before));
      series.set(each, { supply, interval, price: middleOf(interval) });
    }
    return { blocks, gain, series, loser: this.#settle(series, new Set(blocks)) };
  }

  /** Moves prices that are free until no filled block loses; returns the one that loses most where that does not help. */
  #settle(series: Move["series"], moved: ReadonlySet<Block>): Block | undefined {
    const filled = new Set<Block>();
    for (const each of series.keys()) {
      for (const block of this.#touching[each] as readonly Block[]) {
        if (this.#isIn[block.index] !== moved.has(block)) filled.add(block);
      }
    }
    let loser: Block | undefined;
    for (let round = 0; round < ROUNDS; round++) {
      loser = undefined;
      let worst = 0;
      for (const block of filled) {
        const surplus = this.#favour(block, series);
        if (surplus >= worst) continue;
        worst = surplus;
        loser = block;
      }
      if (loser === undefined) return undefined;
    }
    return loser;
  }

  /** Moves free prices for a block until it does not lose. Returns its surplus before. */
  #favour({ combination, sign }: Block, series: Move["series"]): number {
    let surplus = sign * combination.value;
    for (const leg of combination.legs) {
      surplus -= sign * leg.lots * (series.get(leg.series)?.price ?? (this.#prices[leg.series] as number));
    }
    let missing = -surplus;
    for (const leg of combination.legs) {
      if (missing <= 0) break;
      const at = series.get(leg.series);
      if (at === undefined) continue;
      const { low, high } = at.interval;
      const room = sign > 0 ? at.price - low : high - at.price;
      const step = Math.min(room, Math.ceil(missing / leg.lots));
      at.price -= sign * step;
      missing -= step * leg.lots;
    }
    return surplus;
  }

  #surplus({ combination, sign }: Block, prices: readonly number[]): number {
    let surplus = sign * combination.value;
    for (const { series, lots } of combination.legs) surplus -= sign * lots * (prices[series] as number);
    return surplus;
  }

  #make({ blocks, series }: Move): void {
    for (const { index } of blocks) this.#isIn[index] = !this.#isIn[index];
    for (const [each, { supply, price }] of series) {
      this.#supply[each] = supply;
      this.#prices[each] = price;
    }
  }
}
