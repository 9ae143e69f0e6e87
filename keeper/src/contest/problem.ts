/**
 * A contested auction as problems of the offline engine, and its answers as an allocation of the auction.
 *
 * Every order is of one product, so each product is a problem by itself, in its own ticks: welfare, distance and the order
 * of prices of an auction are those of its products added up or side by side. Hourly orders are one order per tick and
 * side, as the histogram holds them.
 */
import type { BlockRecord } from "@clearhour/sdk/blocks";
import { TICKS } from "@clearhour/sdk/clearing";
import { type Allocation, baselinePrices, type ContestBook, type SeriesBook } from "@clearhour/sdk/contest";
import type { Book, Combination } from "../clearing/book.ts";
import type { Band, Goal } from "../clearing/goal.ts";
import { type HourlyOrder, HourlyOrders } from "../clearing/hourly.ts";

/** The contract's prices have three bytes. */
const HIGHEST = 2 ** 24 - 1;

/** One product of an auction. */
export interface Problem {
  /** Prices in ticks. */
  readonly book: Book;
  /** What the contract decides by where welfare is equal. */
  readonly goal: Goal;
  /** Index in the auction's list of each strip and block of the book. */
  readonly records: readonly number[];
}

/** What a solver answers to a problem. */
export interface Answer {
  readonly prices: readonly number[];
  /** Units of each strip and block: of one that is all or none, one. */
  readonly units: readonly number[];
}

/** The problems of an auction, product by product. */
export function problemsOf(book: ContestBook): Problem[] {
  const { window, products, records } = book;
  const targets = baselinePrices(book);
  return products.map((_, place) => {
    const [from, to] = [place * window, (place + 1) * window];
    const own = book.series.slice(from, to);
    const named = [...records.keys()].filter((i) => (records[i] as BlockRecord).place === place);
    // The engine's books have strips first.
    const isBlock = (i: number) => (records[i] as BlockRecord).block;
    const ordered = [...named.filter((i) => !isBlock(i)), ...named.filter(isBlock)];
    return {
      book: {
        series: own.map((_, offset) => String(offset)),
        hourly: new HourlyOrders(own.flatMap((book, offset) => hourlyOf(book, offset))),
        combinations: ordered.map((i) => combinationOf(records[i] as BlockRecord)),
      },
      goal: { targets: targets.slice(from, to), bands: own.map(bandOf), highest: HIGHEST },
      records: ordered,
    };
  });
}

/** Where the prices of a series stay if they can: nobody minds where it has no orders. */
function bandOf(series: SeriesBook | undefined): Band {
  if (series === undefined) return { bottom: 0, top: HIGHEST };
  const { base } = series.grid;
  return { bottom: base, top: base + TICKS - 1 };
}

/** The allocation that the answers to an auction's problems, one each, are. Among equal orders earlier ones come first. */
export function allocationOf(book: ContestBook, problems: readonly Problem[], answers: readonly Answer[]): Allocation {
  const filled = book.records.map(() => 0);
  for (const [place, { records }] of problems.entries()) {
    for (const [i, index] of records.entries()) {
      const { lots, least } = book.records[index] as BlockRecord;
      const units = (answers[place] as Answer).units[i] as number;
      filled[index] = isWhole({ lots, least }) ? units * lots : units;
    }
  }
  return {
    prices: answers.flatMap(({ prices }) => prices),
    filled: earlierFirst(book.records, filled),
  };
}

function hourlyOf(series: ContestBook["series"][number], offset: number): HourlyOrder[] {
  if (series === undefined) return [];
  const { grid, book } = series;
  const side = (side: "buy" | "sell", lots: readonly number[]) =>
    lots.flatMap((each, tick) => (each > 0 ? [{ series: offset, side, price: grid.base + tick, lots: each }] : []));
  return [...side("buy", book.buys), ...side("sell", book.sells)];
}

function combinationOf({ sell, block, offset, periods, price, lots, least, profile }: BlockRecord): Combination {
  const whole = isWhole({ lots, least }) ? lots : 1;
  const legs = Array.from({ length: periods }, (_, i) => ({
    series: offset + i,
    lots: (profile[i] ?? 1) * whole,
  }));
  return {
    kind: block ? "block" : "strip",
    side: sell ? "sell" : "buy",
    legs,
    value: price * legs.reduce((sum, leg) => sum + leg.lots, 0),
    least: block && whole === 1 ? least : 1,
    units: lots / whole,
  };
}

/** Whether an order is all or none: a strip has no fewest lots. */
function isWhole({ lots, least }: Pick<BlockRecord, "lots" | "least">): boolean {
  return least === lots;
}

/** Gives the lots of orders that are equal in everything but their place to the earlier ones. */
function earlierFirst(records: readonly BlockRecord[], filled: readonly number[]): number[] {
  const ordered = [...filled];
  const equals = Map.groupBy(records.keys(), (i) => {
    const { block, lots, least, ...rest } = records[i] as BlockRecord;
    return JSON.stringify(block ? { ...rest, lots, least } : rest);
  });
  for (const group of equals.values()) {
    if (group.length < 2) continue;
    const lots = group.map((i) => filled[i] as number);
    if ((records[group[0] as number] as BlockRecord).block) lots.sort((a, b) => b - a);
    else
      pour(
        lots,
        group.map((i) => (records[i] as BlockRecord).lots),
      );
    for (const [j, i] of group.entries()) ordered[i] = lots[j] as number;
  }
  return ordered;
}

/** Fills the first ones with all of the lots. */
function pour(lots: number[], most: readonly number[]): void {
  let left = lots.reduce((sum, each) => sum + each, 0);
  for (const [i, each] of most.entries()) {
    lots[i] = Math.min(left, each);
    left -= lots[i];
  }
}
