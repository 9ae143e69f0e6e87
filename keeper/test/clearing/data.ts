/** The recorded books, as `clear` reads them. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import type { WrittenBook } from "../../src/clearing/book.ts";
import type { Side } from "../../src/clearing/hourly.ts";

const ROOT = process.env.CLEARHOUR_DATA;
const ITALY = "clearing-italy-mgp";
const KNAPSACKS = "clearing-orlib-mkp";

/** A test on recorded data. Without the data it counts as skipped and its title says why. */
export function itWithData(title: string, folder: "italy" | "knapsacks", run: () => void | Promise<void>): void {
  const path = folder === "italy" ? ITALY : KNAPSACKS;
  if (ROOT !== undefined && existsSync(join(ROOT, path))) it(title, run);
  else it(`${title} (skipped: CLEARHOUR_DATA ${ROOT === undefined ? "is not set" : `has no ${path}`})`);
}

function bytes(...path: string[]): Buffer {
  return readFileSync(join(ROOT as string, ...path));
}

type Line = Readonly<Record<string, string>>;

function rows(csv: string): Line[] {
  const [head = "", ...lines] = csv.trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => {
    const values = line.split(",");
    return Object.fromEntries(names.map((name, i) => [name, values[i] as string]));
  });
}

/** One day of the Italian market, prices in cents per MWh and lots of a kWh, and the answers to it. */
export interface Day {
  readonly day: string;
  readonly book: WrittenBook;
  /** Welfare of the best allocation, whatever the prices, and which blocks it fills. */
  readonly welfareEur: number;
  readonly filled: readonly boolean[];
  /** Prices at which the hourly orders clear with these blocks; `high` may stand for no limit. */
  readonly intervals: readonly { readonly low: number; readonly high: number }[];
  /** What the market published: its prices, and which blocks it filled. */
  readonly published: { readonly prices: readonly number[]; readonly filled: readonly boolean[] };
}

/** Days 1 to 10 of April 2025, with imports as they were (variant B). */
export function italianDays(): Day[] {
  const orders = rows(gunzipSync(bytes(ITALY, "inputs", "orders.csv.gz")).toString());
  const legs = rows(bytes(ITALY, "inputs", "blocks.csv").toString());
  const prices = rows(bytes(ITALY, "answers", "prices.csv").toString());
  const statuses = rows(bytes(ITALY, "answers", "block_status.csv").toString());
  return rows(bytes(ITALY, "answers", "welfare.csv").toString()).map(
    ({ delivery_day: day = "", B_welfare_opt_eur }) => {
      const own = prices.filter(({ product }) => product?.startsWith(day.slice(8)));
      const series = own.map(({ product }) => product as string);
      const blocks = new Map<string, { side: Side; value: number; legs: { series: string; lots: number }[] }>();
      for (const { delivery_day, block = "", side, price_cents, product = "", qty_kwh } of legs) {
        if (delivery_day !== day) continue;
        const known = blocks.get(block) ?? { side: sideOf(side), value: 0, legs: [] };
        known.value += Number(price_cents) * Number(qty_kwh);
        known.legs.push({ series: product, lots: Number(qty_kwh) });
        blocks.set(block, known);
      }
      const statusOf = new Map(
        statuses.filter(({ delivery_day }) => delivery_day === day).map((line) => [line.block, line]),
      );
      const filled = (holds: (status: Line | undefined) => boolean) =>
        [...blocks.keys()].map((block) => holds(statusOf.get(block)));
      return {
        day,
        book: {
          format: "clearhour-book",
          version: 1,
          series,
          hourly: orders
            .filter(({ kind, product = "" }) => (kind === "hourly" || kind === "netimport") && series.includes(product))
            .map(({ side, price_cents, qty_kwh, product = "" }) => ({
              series: product,
              side: sideOf(side),
              price: Number(price_cents),
              lots: Number(qty_kwh),
            })),
          blocks: [...blocks.values()],
        },
        welfareEur: Number(B_welfare_opt_eur),
        filled: filled((status) => status?.B_welfare_opt === "1"),
        intervals: own.map(({ B_opt_lo, B_opt_hi }) => ({ low: Number(B_opt_lo), high: Number(B_opt_hi) })),
        published: {
          prices: own.map(({ published_price_cents }) => Number(published_price_cents)),
          filled: filled((status) => status?.gme_status === "ACC"),
        },
      };
    },
  );
}

function sideOf(side: string | undefined): Side {
  return side === "demand" ? "buy" : "sell";
}

/** A knapsack as blocks that buy from fixed capacity; what was a decimal is multiplied by `factor`. */
export interface Knapsack {
  readonly name: string;
  readonly book: WrittenBook;
  readonly factor: number;
  readonly optimum: number;
}

export function knapsacks(): Knapsack[] {
  interface Instance {
    readonly name: string;
    readonly profit: readonly number[];
    readonly weight: readonly (readonly number[])[];
    readonly cap: readonly number[];
  }
  const instances = JSON.parse(bytes(KNAPSACKS, "instances.json").toString()) as readonly Instance[];
  const answers = JSON.parse(bytes(KNAPSACKS, "answers.json").toString()) as Record<
    string,
    { readonly optimum: number }
  >;
  return instances.map(({ name, profit, weight, cap }) => {
    const factor = [...profit, ...weight.flat(), ...cap].every(Number.isInteger) ? 1 : 10;
    const whole = (value: number) => Math.round(value * factor);
    const series = cap.map((_, hour) => `hour ${hour}`);
    const legsOf = (item: number) =>
      series
        .map((hour, i) => ({ series: hour, lots: whole(weight[i]?.[item] as number) }))
        .filter(({ lots }) => lots > 0);
    return {
      name,
      factor,
      optimum: (answers[name] as { readonly optimum: number }).optimum,
      book: {
        format: "clearhour-book",
        version: 1,
        series,
        hourly: series.map((hour, i) => ({ series: hour, side: "sell", price: 0, lots: whole(cap[i] as number) })),
        blocks: profit.map((value, item) => ({ side: "buy", value: whole(value), legs: legsOf(item) })),
      },
    };
  });
}
