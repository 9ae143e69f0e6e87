/** Random books of a day: 24 series of one product. The same seed gives the same book. */
import type { WrittenBook } from "../../keeper/src/clearing/book.ts";
import type { Side } from "../../keeper/src/clearing/hourly.ts";
import { type Random, seeded } from "../../local/market/random.ts";

const HOURS = 24;
/** Prices around which orders stand: dearer in the evening. In units of which the band has 252. */
const MIDDLES = Array.from({ length: HOURS }, (_, hour) => 1_000 + Math.round(200 * Math.sin((hour - 12) / 4)));
const HALF_BAND = 126;

export interface Shape {
  /** Hourly orders in each series, and the most lots of one. */
  readonly perHour: number;
  readonly lots: number;
  readonly strips: number;
  readonly blocks: number;
  /** The most lots of a block in an hour; the least is half of it. */
  readonly blockLots: number;
}

export function randomBook(seed: number, { perHour, lots, strips, blocks, blockLots }: Shape): WrittenBook {
  const random = seeded(seed);
  const series = MIDDLES.map((_, hour) => `hour ${hour}`);
  return {
    format: "clearhour-book",
    version: 1,
    series,
    hourly: series.flatMap((name, hour) =>
      times(perHour, () => ({
        series: name,
        side: side(random),
        price: (MIDDLES[hour] as number) + within(random, -HALF_BAND, HALF_BAND - 1),
        lots: within(random, 1, lots),
      })),
    ),
    strips: times(strips, () => {
      const { from, to, average } = stretch(random);
      const price = average + within(random, -60, 60);
      return { side: side(random), price, lots: within(random, 1, lots), series: series.slice(from, to) };
    }),
    blocks: times(blocks, () => {
      const { from, to, average } = stretch(random);
      const legs = series.slice(from, to).map((name) => ({
        series: name,
        lots: within(random, Math.ceil(blockLots / 2), blockLots),
      }));
      const total = legs.reduce((sum, leg) => sum + leg.lots, 0);
      return { side: side(random), value: total * (average + within(random, -60, 60)), legs };
    }),
  };
}

/** Two to twelve hours in a row, and what they cost on average. */
function stretch(random: Random): { readonly from: number; readonly to: number; readonly average: number } {
  const length = within(random, 2, 12);
  const from = within(random, 0, HOURS - length);
  const prices = MIDDLES.slice(from, from + length);
  return { from, to: from + length, average: Math.round(prices.reduce((sum, price) => sum + price, 0) / length) };
}

function side(random: Random): Side {
  return random() < 0.5 ? "buy" : "sell";
}

function within(random: Random, least: number, most: number): number {
  return least + Math.floor(random() * (most - least + 1));
}

function times<T>(count: number, make: () => T): T[] {
  return Array.from({ length: count }, make);
}
