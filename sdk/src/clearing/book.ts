import { SideFullError } from "../errors/auction.ts";
import { BaseError } from "../errors/base.ts";
import { InvalidLotsError } from "../errors/input.ts";
import { type Grid, intoBand, MAX_LOTS, type Side, TICKS } from "./grid.ts";

/** Lots per tick of both sides of one series in one auction, {@link TICKS} each. */
export interface Book {
  readonly buys: readonly number[];
  readonly sells: readonly number[];
}

/** What a book needs to know of an order. */
export interface BookOrder {
  readonly side: Side;
  /** Limit in ticks, as the trader gave it. */
  readonly price: number;
  readonly lots: number;
}

/** An order as it was entered. */
export interface Entry {
  /** The price at which it counts, ticks. */
  readonly price: number;
  /** Lots that stood at the same tick and side before it. */
  readonly ahead: number;
}

/** A book is no two lists of 252 amounts of lots. */
export class InvalidBookError extends BaseError {
  override name = "InvalidBookError";
}

/** A book that grows in the order in which orders arrive, as the contract's does. */
export class BookBuilder {
  readonly grid: Grid;
  readonly #lots = { buy: emptySide(), sell: emptySide() };
  readonly #totals = { buy: 0, sell: 0 };

  constructor(grid: Grid) {
    this.grid = grid;
  }

  /**
   * Enters an order behind all others at its tick.
   *
   * @throws {OutOfBandError} when the order could never fill
   * @throws {InvalidLotsError} when its lots are out of range
   * @throws {SideFullError} when its side has no room
   */
  add({ side, price, lots }: BookOrder): Entry {
    if (!Number.isInteger(lots) || lots < 1 || lots > MAX_LOTS) {
      throw new InvalidLotsError(lots);
    }
    const counted = intoBand(side, price, this.grid);
    const room = MAX_LOTS - this.#totals[side];
    if (lots > room) throw new SideFullError({ lots: BigInt(lots), room: BigInt(room) });
    const tick = counted - this.grid.base;
    const ahead = this.#lots[side][tick] ?? 0;
    this.#lots[side][tick] = ahead + lots;
    this.#totals[side] += lots;
    return { price: counted, ahead };
  }

  /** The book as it stands. */
  book(): Book {
    return { buys: [...this.#lots.buy], sells: [...this.#lots.sell] };
  }
}

/** The book of orders in the order of their arrival. Throws as {@link BookBuilder.add}. */
export function bookOf(orders: Iterable<BookOrder>, grid: Grid): Book {
  const builder = new BookBuilder(grid);
  for (const order of orders) builder.add(order);
  return builder.book();
}

/**
 * Lots that would be bought at each tick or above, and sold at each tick or below.
 *
 * @throws {InvalidBookError} when a side does not hold 252 amounts
 */
export function depthOf(book: Book): { readonly demand: readonly number[]; readonly supply: readonly number[] } {
  if (book.buys.length !== TICKS || book.sells.length !== TICKS) {
    throw new InvalidBookError(`A book has ${TICKS} ticks on each side.`, {
      metaMessages: [`Got ${book.buys.length} of buys and ${book.sells.length} of sells.`],
    });
  }
  const demand = cumulate(book.buys.toReversed()).reverse();
  return { demand, supply: cumulate(book.sells) };
}

function cumulate(amounts: readonly number[]): number[] {
  let sum = 0;
  return amounts.map((amount) => {
    sum += amount;
    return sum;
  });
}

function emptySide(): number[] {
  return new Array<number>(TICKS).fill(0);
}
