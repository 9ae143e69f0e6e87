/** A cleared book as text and as JSON. */
import type { Book } from "./book.ts";
import type { Cleared } from "./clear.ts";

/** What `clear --json` prints. Welfare, gap and bound are decimal strings, in price times lots. */
export interface Report {
  /** By series, an integer each. */
  readonly prices: Readonly<Record<string, number>>;
  /** Lowest and highest price at which the hourly orders clear; `null` where nothing is offered above. */
  readonly intervals: Readonly<Record<string, readonly [number, number | null]>>;
  /** Lots sold, by series. Where the price is 0 fewer may be bought. */
  readonly volumes: Readonly<Record<string, number>>;
  /** In the order of the book: lots; for a block without `minLots`, 1 where it is filled and 0 where not. */
  readonly fills: {
    readonly hourly: readonly number[];
    readonly strips: readonly number[];
    readonly blocks: readonly number[];
  };
  readonly welfare: string;
  /** No allocation has more than `welfare` and `gap` together: proved by the prices. */
  readonly gap: string;
  /** No allocation has more: the less of what the prices prove, exactly, and branch and bound, within tolerances. */
  readonly bound: string;
  /** By what share of `welfare` `bound` is above it; `null` where there is no welfare. */
  readonly gapRel: number | null;
  /** Whether it is proved, within HiGHS's tolerances, that nothing with prices that keep the rules has more welfare. */
  readonly optimal: boolean;
  readonly seconds: number;
}

export function reportOf(book: Book, cleared: Cleared): Report {
  const { prices, intervals, volumes, hourly, units, welfare, gap, bound, isOptimal, seconds } = cleared;
  const strips = book.combinations.filter(({ kind }) => kind === "strip").length;
  const bySeries = <T>(list: readonly T[]): Record<string, T> =>
    Object.fromEntries(book.series.map((name, i) => [name, list[i] as T]));
  return {
    prices: bySeries(prices),
    intervals: bySeries(intervals.map(({ low, high }) => [low, Number.isFinite(high) ? high : null] as const)),
    volumes: bySeries(volumes),
    fills: { hourly, strips: units.slice(0, strips), blocks: units.slice(strips) },
    welfare: String(welfare),
    gap: String(gap),
    bound: String(bound),
    gapRel: welfare > 0n ? Number(bound - welfare) / Number(welfare) : null,
    optimal: isOptimal,
    seconds: Number(seconds.toFixed(3)),
  };
}

export function textOf(book: Book, report: Report): string {
  const { prices, intervals, volumes, fills, welfare, gap, bound, gapRel, optimal, seconds } = report;
  // Not the keys of a record, of which those that look like numbers come first.
  const rows = book.series.map((name) => {
    const [low, high] = intervals[name] as readonly [number, number | null];
    return [name, String(prices[name]), `${low} to ${high ?? "any"}`, String(volumes[name])];
  });
  const filled = (list: readonly number[]) => `${list.filter((lots) => lots > 0).length} of ${list.length}`;
  return [
    ...table([["series", "price", "clears at", "lots"], ...rows]),
    "",
    `filled: ${filled(fills.hourly)} hourly orders, ${filled(fills.strips)} strips, ${filled(fills.blocks)} blocks`,
    `welfare ${welfare}, gap ${gap}; no allocation has more than ${bound}${gapRel === null ? "" : ` (${percent(gapRel)} more)`}`,
    optimal
      ? `nothing better has prices that keep the rules (${seconds} s)`
      : `there may be better: ${seconds} s were used`,
  ].join("\n");
}

function percent(share: number): string {
  return share === 0 ? "0%" : `${(share * 100).toPrecision(2)}%`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] as readonly string[]).map((_, i) =>
    Math.max(...rows.map((row) => (row[i] as string).length)),
  );
  return rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] as number) : cell.padStart(widths[i] as number))).join("  "),
  );
}
