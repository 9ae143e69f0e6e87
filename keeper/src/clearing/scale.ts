/** Powers of two by which a book is divided for HiGHS, whose tolerances are absolute: its numbers stay near a thousand. */
import type { Book } from "./book.ts";

const NEAR = 1_024;

export interface Scale {
  readonly lots: number;
  readonly price: number;
}

export function scaleOf({ hourly, combinations }: Book): Scale {
  let lots = 1;
  let price = 1;
  for (const { legs, units, value } of combinations) {
    let total = 0;
    for (const leg of legs) {
      lots = Math.max(lots, leg.lots * units);
      total += leg.lots;
    }
    price = Math.max(price, Math.abs(value) / total);
  }
  for (const limit of hourly.prices) price = Math.max(price, Math.abs(limit));
  return { lots: powerOfTwo(lots / NEAR), price: powerOfTwo(price / NEAR) };
}

function powerOfTwo(near: number): number {
  return 2 ** Math.max(0, Math.round(Math.log2(near)));
}
