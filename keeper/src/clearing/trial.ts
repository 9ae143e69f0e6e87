/**
 * A choice of blocks with prices that clear the hourly orders, and one change of it that is looked at before it is made:
 * what it gains, and what filled blocks would lose by it. In plain numbers, for millions of changes.
 */
import type { Combination } from "./book.ts";
import type { Steps } from "./steps.ts";

/** Where series are, or would be: one number a series. */
class Places {
  readonly supply: Float64Array;
  readonly level: Int32Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly price: Float64Array;
  readonly welfare: Float64Array;

  constructor(series: number) {
    const zeros = () => new Float64Array(series);
    [this.supply, this.low, this.high, this.price, this.welfare] = [zeros(), zeros(), zeros(), zeros(), zeros()];
    this.level = new Int32Array(series);
  }

  take(series: number, other: Places): void {
    this.supply[series] = other.supply[series] as number;
    this.level[series] = other.level[series] as number;
    this.low[series] = other.low[series] as number;
    this.high[series] = other.high[series] as number;
    this.price[series] = other.price[series] as number;
    this.welfare[series] = other.welfare[series] as number;
  }
}

export class Trial {
  /** Units that are filled of each block. */
  readonly units: Float64Array;
  readonly #values: Float64Array;
  /** 1 where a block buys, -1 where it sells. */
  readonly #signs: Float64Array;
  /** Each leg of each block, one block after the other: from where, in which series, of which block, and how many lots. */
  readonly #legsFrom: Int32Array;
  readonly #legSeries: Int32Array;
  readonly #legBlock: Int32Array;
  readonly #legLots: Float64Array;
  /** The legs in each series, one series after the other, those of filled blocks first; and where a leg stands there. */
  readonly #touching: Int32Array;
  readonly #touchingFrom: Int32Array;
  readonly #filledTo: Int32Array;
  readonly #position: Int32Array;
  readonly #steps: readonly Steps[];
  /** What a unit of a filled block gains at the prices. */
  readonly #surplus: Float64Array;
  readonly #at: Places;
  readonly #then: Places;
  /** Blocks that the change gives other units, and these. */
  readonly #changed: number[] = [];
  readonly #unitsThen: Float64Array;
  readonly #isChanged: Uint8Array;
  /** Series where something moves. */
  readonly #moved: number[] = [];
  readonly #isMoved: Uint8Array;
  /** Filled blocks that gain more or less at the new prices, and how much. */
  readonly #shifted: number[] = [];
  readonly #isShifted: Uint8Array;
  readonly #shift: Float64Array;
  #isSpread = false;
  /** By how much more filled blocks would lose, and how many more would: of the change that was weighed last. */
  loss = 0;
  losers = 0;

  constructor(blocks: readonly Combination[], steps: readonly Steps[]) {
    const zeros = () => new Float64Array(blocks.length);
    [this.units, this.#surplus, this.#shift, this.#unitsThen] = [zeros(), zeros(), zeros(), zeros()];
    [this.#isShifted, this.#isChanged] = [new Uint8Array(blocks.length), new Uint8Array(blocks.length)];
    this.#values = Float64Array.from(blocks, ({ value }) => value);
    this.#signs = Float64Array.from(blocks, ({ side }) => (side === "buy" ? 1 : -1));
    const legs = blocks.flatMap((block, i) => block.legs.map((leg) => ({ ...leg, block: i })));
    this.#legSeries = Int32Array.from(legs, ({ series }) => series);
    this.#legBlock = Int32Array.from(legs, ({ block }) => block);
    this.#legLots = Float64Array.from(legs, ({ lots }) => lots);
    this.#legsFrom = startsOf(blocks.map((block) => block.legs.length));
    const touching = steps.map((): number[] => []);
    for (const [leg, { series }] of legs.entries()) touching[series]?.push(leg);
    this.#touching = Int32Array.from(touching.flat());
    this.#touchingFrom = startsOf(touching.map(({ length }) => length));
    this.#filledTo = this.#touchingFrom.slice(0, steps.length);
    this.#position = new Int32Array(legs.length);
    for (const [position, leg] of this.#touching.entries()) this.#position[leg] = position;
    this.#steps = steps;
    [this.#at, this.#then] = [new Places(steps.length), new Places(steps.length)];
    this.#isMoved = new Uint8Array(steps.length);
  }

  /** Starts from a choice. Returns whether the hourly orders can bring what it takes. */
  begin(units: ArrayLike<number>, supply: ArrayLike<number>): boolean {
    this.forget();
    const at = this.#at;
    for (let series = 0; series < this.#steps.length; series++) {
      at.level[series] = 0;
      at.price[series] = 0;
      if (!this.#locate(series, supply[series] as number, at)) return false;
      at.price[series] = Math.floor(((at.low[series] as number) + (at.high[series] as number)) / 2);
    }
    for (let block = 0; block < this.units.length; block++) {
      this.#fill(block, units[block] as number);
      this.#surplus[block] = this.surplusOf(block);
    }
    return true;
  }

  /** What a unit of a block gains at the prices. */
  surplusOf(block: number): number {
    let gain = this.#values[block] as number;
    for (let leg = this.#legsFrom[block] as number; leg < (this.#legsFrom[block + 1] as number); leg++) {
      gain -= (this.#legLots[leg] as number) * (this.#at.price[this.#legSeries[leg] as number] as number);
    }
    return (this.#signs[block] as number) * gain;
  }

  /** Where a price is free to be. */
  rangeOf(series: number): { readonly low: number; readonly high: number } {
    return { low: this.#at.low[series] as number, high: this.#at.high[series] as number };
  }

  /** A block with a leg in a series in which another has one: `of` and `at` choose, from 0 to below 1. */
  neighbourOf(block: number, of: number, at: number): number {
    const from = this.#legsFrom[block] as number;
    const leg = from + Math.floor(of * ((this.#legsFrom[block + 1] as number) - from));
    const series = this.#legSeries[leg] as number;
    const first = this.#touchingFrom[series] as number;
    const count = (this.#touchingFrom[series + 1] as number) - first;
    return this.#legBlock[this.#touching[first + Math.floor(at * count)] as number] as number;
  }

  /** Gives up the change that was looked at. */
  forget(): void {
    for (const series of this.#moved) this.#isMoved[series] = 0;
    for (const block of this.#changed) this.#isChanged[block] = 0;
    this.#moved.length = 0;
    this.#changed.length = 0;
    this.#unshift();
  }

  /** Looks at other units of a block, besides what is looked at already. Each block once. */
  change(block: number, units: number): void {
    const way = (this.#signs[block] as number) * (units - (this.units[block] as number));
    this.#changed.push(block);
    this.#isChanged[block] = 1;
    this.#unitsThen[block] = units;
    const { supply } = this.#then;
    for (let leg = this.#legsFrom[block] as number; leg < (this.#legsFrom[block + 1] as number); leg++) {
      const series = this.#legSeries[leg] as number;
      if (this.#isMoved[series] === 0) {
        this.#isMoved[series] = 1;
        this.#moved.push(series);
        supply[series] = this.#at.supply[series] as number;
      }
      supply[series] = (supply[series] as number) + way * (this.#legLots[leg] as number);
    }
  }

  /** By how much the squares of what the change takes from each series would grow, were a block given other units too. */
  imbalance(block: number, units: number): number {
    const way = (this.#signs[block] as number) * (units - (this.units[block] as number));
    let growth = 0;
    for (let leg = this.#legsFrom[block] as number; leg < (this.#legsFrom[block + 1] as number); leg++) {
      const series = this.#legSeries[leg] as number;
      const more = way * (this.#legLots[leg] as number);
      const isMoved = this.#isMoved[series] === 1;
      const taken = isMoved ? (this.#then.supply[series] as number) - (this.#at.supply[series] as number) : 0;
      growth += more * (more + 2 * taken);
    }
    return growth;
  }

  isChanged(block: number): boolean {
    return this.#isChanged[block] === 1;
  }

  /** Looks at another price of a series, which has to clear as well. */
  reprice(series: number, price: number): void {
    this.#then.take(series, this.#at);
    this.#then.price[series] = price;
    this.#isMoved[series] = 1;
    this.#moved.push(series);
  }

  /** Finds prices for what changes take: those there are, or as near as there are any. Returns whether there are. */
  relocate(): boolean {
    this.#unshift();
    const { supply } = this.#then;
    for (const series of this.#moved) {
      if (!this.#locate(series, supply[series] as number, this.#then)) return false;
    }
    return true;
  }

  /** Welfare that the change gains. */
  gain(): number {
    let gain = 0;
    for (const series of this.#moved) {
      gain += (this.#then.welfare[series] as number) - (this.#at.welfare[series] as number);
    }
    for (const block of this.#changed) {
      const more = (this.#unitsThen[block] as number) - (this.units[block] as number);
      gain += (this.#signs[block] as number) * (this.#values[block] as number) * more;
    }
    return gain;
  }

  /** Sets `loss` and `losers`. */
  weigh(): void {
    this.#spread();
    this.loss = 0;
    this.losers = 0;
    for (const block of this.#shifted) {
      const before = this.#surplus[block] as number;
      this.#count(this.units[block] as number, before, -1);
      if (this.#isChanged[block] === 0) this.#count(this.units[block] as number, this.#surplusThen(block), 1);
    }
    for (const block of this.#changed) {
      if (this.#isShifted[block] === 0) this.#count(this.units[block] as number, this.#surplus[block] as number, -1);
      this.#count(this.#unitsThen[block] as number, this.#surplusThen(block), 1);
    }
  }

  /** The block that would lose most by the change, of those that it touches; -1 where none would lose. */
  loserOfChange(): number {
    this.#spread();
    let worst = -1;
    let most = 0;
    const count = this.#shifted.length + this.#changed.length;
    for (let i = 0; i < count; i++) {
      const isShifted = i < this.#shifted.length;
      const block = (isShifted ? this.#shifted[i] : this.#changed[i - this.#shifted.length]) as number;
      const units = (this.#isChanged[block] === 1 ? this.#unitsThen : this.units)[block] as number;
      if (units === 0) continue;
      const loss = -units * this.#surplusThen(block);
      if (loss > most) [worst, most] = [block, loss];
    }
    return worst;
  }

  /** Filled blocks that lose. */
  countLosers(): number {
    let count = 0;
    for (let block = 0; block < this.units.length; block++) {
      if ((this.units[block] as number) > 0 && (this.#surplus[block] as number) < 0) count++;
    }
    return count;
  }

  /** The filled block that loses most. */
  loser(): number {
    let [worst, least] = [0, Number.POSITIVE_INFINITY];
    for (let block = 0; block < this.units.length; block++) {
      const gain = (this.units[block] as number) * (this.#surplus[block] as number);
      if (gain < least) [worst, least] = [block, gain];
    }
    return worst;
  }

  make(): void {
    this.#spread();
    for (const block of this.#shifted) {
      this.#surplus[block] = (this.#surplus[block] as number) + (this.#shift[block] as number);
    }
    for (const series of this.#moved) this.#at.take(series, this.#then);
    for (const block of this.#changed) {
      this.#fill(block, this.#unitsThen[block] as number);
      this.#surplus[block] = this.surplusOf(block);
    }
    this.forget();
  }

  #count(units: number, surplus: number, way: number): void {
    if (units === 0 || surplus >= 0) return;
    this.loss -= way * units * surplus;
    this.losers += way;
  }

  /** What a unit of a block that is filled, or would be, gains at the new prices. */
  #surplusThen(block: number): number {
    if ((this.units[block] as number) > 0) {
      const shift = this.#isShifted[block] === 1 ? (this.#shift[block] as number) : 0;
      return (this.#surplus[block] as number) + shift;
    }
    // All its series move with it.
    let gain = this.#values[block] as number;
    for (let leg = this.#legsFrom[block] as number; leg < (this.#legsFrom[block + 1] as number); leg++) {
      gain -= (this.#legLots[leg] as number) * (this.#then.price[this.#legSeries[leg] as number] as number);
    }
    return (this.#signs[block] as number) * gain;
  }

  /** Tells filled blocks of new prices, once: most changes are given up before. */
  #spread(): void {
    if (this.#isSpread) return;
    for (const series of this.#moved) this.#reach(series);
    this.#isSpread = true;
  }

  #unshift(): void {
    this.#isSpread = false;
    for (const block of this.#shifted) this.#isShifted[block] = 0;
    this.#shifted.length = 0;
  }

  /** Where a series is with another supply: at its price, or as near as there is one. */
  #locate(series: number, supply: number, to: Places): boolean {
    const steps = this.#steps[series] as Steps;
    const level = steps.find(supply, this.#at.level[series] as number);
    if (level === -1) return false;
    const [low, high] = [steps.low(level), steps.high(level, supply)];
    const price = this.#at.price[series] as number;
    to.supply[series] = supply;
    to.level[series] = level;
    to.low[series] = low;
    to.high[series] = high;
    to.price[series] = price < low ? low : price > high ? high : price;
    to.welfare[series] = steps.welfare(level, supply);
    return true;
  }

  /** What the new price of a series changes for the filled blocks that touch it. */
  #reach(series: number): void {
    const rise = (this.#then.price[series] as number) - (this.#at.price[series] as number);
    if (rise === 0) return;
    for (let i = this.#touchingFrom[series] as number; i < (this.#filledTo[series] as number); i++) {
      const leg = this.#touching[i] as number;
      const block = this.#legBlock[leg] as number;
      if (this.#isShifted[block] === 0) {
        this.#isShifted[block] = 1;
        this.#shifted.push(block);
        this.#shift[block] = 0;
      }
      const fall = (this.#signs[block] as number) * (this.#legLots[leg] as number) * rise;
      this.#shift[block] = (this.#shift[block] as number) - fall;
    }
  }

  #fill(block: number, units: number): void {
    const wasFilled = (this.units[block] as number) > 0;
    const isFilled = units > 0;
    this.units[block] = units;
    if (wasFilled === isFilled) return;
    for (let leg = this.#legsFrom[block] as number; leg < (this.#legsFrom[block + 1] as number); leg++) {
      const series = this.#legSeries[leg] as number;
      if (isFilled) {
        this.#swap(leg, this.#filledTo[series] as number);
        this.#filledTo[series] = (this.#filledTo[series] as number) + 1;
      } else {
        this.#filledTo[series] = (this.#filledTo[series] as number) - 1;
        this.#swap(leg, this.#filledTo[series] as number);
      }
    }
  }

  /** Moves a leg to another position of its series, and what stands there to its own. */
  #swap(leg: number, to: number): void {
    const from = this.#position[leg] as number;
    const other = this.#touching[to] as number;
    this.#touching[to] = leg;
    this.#touching[from] = other;
    this.#position[leg] = to;
    this.#position[other] = from;
  }
}

/** Where each of so many runs starts, and, at last, where the last one ends. */
function startsOf(counts: readonly number[]): Int32Array {
  const starts = new Int32Array(counts.length + 1);
  for (const [i, count] of counts.entries()) starts[i + 1] = (starts[i] as number) + count;
  return starts;
}
