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

/** What changing some blocks comes to. */
interface Move {
  /** How many units each of them has then. */
  readonly blocks: ReadonlyMap<Block, number>;
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
  #units: number[] = [];
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
   * @param units Fills of strips, which stay, and of blocks.
   * @param supply What these take from each series.
   * @param seconds How long to look.
   * @returns The best fills found whose blocks all gain; `undefined` where there are none.
   */
  improve(units: readonly number[], supply: readonly number[], seconds: number): number[] | undefined {
    const until = performance.now() + seconds * 1_000;
    if (!this.#begin(units, supply, until)) return undefined;
    let best = [...this.#units];
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
      best = [...this.#units];
    }
    return best;
  }

  /** Puts in what is filled, and takes out what loses, the worst first. Returns whether that came to prices in time. */
  #begin(units: readonly number[], supply: readonly number[], until: number): boolean {
    this.#units = [...units];
    this.#supply = [...supply];
    this.#prices = this.#curves.map(() => 0);
    const out = new Map<Block, number>();
    while (performance.now() < until) {
      const move = this.#evaluate(out, true);
      if (move === undefined) return false;
      if (move.loser === undefined) {
        this.#make(move);
        return true;
      }
      out.set(move.loser, 0);
    }
    return false;
  }

  #propose(): Move | undefined {
    const one = this.#pick();
    if (this.#units[one.index] === 0 && this.#surplus(one, this.#prices) < 0 && this.#random() < 0.9) return undefined;
    const blocks = new Map([[one, this.#otherUnits(one)]]);
    if (this.#random() < 0.3) {
      const other = this.#pick();
      if (other !== one) blocks.set(other, this.#otherUnits(other));
    }
    let move = this.#evaluate(blocks, false);
    for (let round = 0; round < ROUNDS && move?.loser !== undefined && !blocks.has(move.loser); round++) {
      blocks.set(move.loser, 0);
      move = this.#evaluate(blocks, false);
    }
    return move;
  }

  /** All or nothing, whichever it is not; of a block that may be cut as often any units that it accepts. */
  #otherUnits({ index, combination: { least, units } }: Block): number {
    const now = this.#units[index] as number;
    const other = now === 0 ? units : 0;
    if (least === units || this.#random() < 0.5) return other;
    const cut = this.#random() < 0.5 ? least : least + Math.floor(this.#random() * (units - least + 1));
    return cut === now ? other : cut;
  }

  #pick(): Block {
    return this.#blocks[Math.floor(this.#random() * this.#blocks.length)] as Block;
  }

  /** `undefined` where hourly orders cannot bring what the blocks take. */
  #evaluate(blocks: ReadonlyMap<Block, number>, isWhole: boolean): Move | undefined {
    const changes = new Map<number, number>();
    if (isWhole) for (const series of this.#curves.keys()) changes.set(series, 0);
    let gain = 0;
    for (const [{ index, combination, sign }, units] of blocks) {
      const way = sign * (units - (this.#units[index] as number));
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
    return { blocks: new Map(blocks), gain, series, loser: this.#settle(series, blocks) };
  }

  /** Moves prices that are free until no filled block loses; returns the one that loses most where that does not help. */
  #settle(series: Move["series"], moved: Move["blocks"]): Block | undefined {
    const filled = new Set<Block>();
    for (const each of series.keys()) {
      for (const block of this.#touching[each] as readonly Block[]) {
        if ((moved.get(block) ?? (this.#units[block.index] as number)) > 0) filled.add(block);
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
    for (const [{ index }, units] of blocks) this.#units[index] = units;
    for (const [each, { supply, price }] of series) {
      this.#supply[each] = supply;
      this.#prices[each] = price;
    }
  }
}
