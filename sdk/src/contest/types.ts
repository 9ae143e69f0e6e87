import type { Hex } from "viem";
import type { BlockRecord } from "../blocks/record.ts";
import type { Book, Grid, Pressed, Result } from "../clearing/index.ts";

/** The hourly orders of one series, as its auction closed. */
export interface SeriesBook {
  readonly grid: Grid;
  readonly book: Book;
  /** The lowest tick of the grid that clears the hourly orders alone. */
  readonly lo: number;
  /** The highest tick of the grid that does. */
  readonly hi: number;
  readonly pressed: Pressed;
}

/** All that a solution of an auction is checked against. */
export interface ContestBook {
  /** lane << 32 | number */
  readonly auction: bigint;
  /** Hour of the window's first period, counted in delivery periods since the epoch. */
  readonly first: number;
  /** Periods of the window. */
  readonly window: number;
  /** Of the market, in its order. `tickSize` in quote units per tick and lot. */
  readonly products: readonly { readonly id: number; readonly tickSize: bigint }[];
  /** Product by product and period by period; `undefined` where nobody placed an order. */
  readonly series: readonly (SeriesBook | undefined)[];
  /** The strips and blocks, in the order of their index. */
  readonly records: readonly BlockRecord[];
}

/** Prices, and what strips and blocks trade at them; what hourly orders trade follows. */
export interface Allocation {
  /** Ticks, product by product and period by period; 0 where nobody placed an order. */
  readonly prices: readonly number[];
  /** Lots, or units of the profile, of each strip and block. */
  readonly filled: readonly number[];
}

/** What an allocation comes to. */
export interface Figures {
  /** What buyers would have paid at most less what sellers asked at least, quote units. */
  readonly welfare: bigint;
  /** Quote units: welfare + gap is at least the best possible welfare. */
  readonly gap: bigint;
  /** What of the gap strips have, quote units; none but in a baseline. */
  readonly stripGap: bigint;
  /** Ticks: of the prices from those of the clearing without strips and blocks; beyond the band each counts 256 more. */
  readonly distance: number;
  /** Product by product and period by period; `undefined` where nobody placed an order. */
  readonly results: readonly (Result | undefined)[];
}

/** A solution as the contract takes it: `Solution` in contracts/interfaces/IVerifier.sol. */
export interface Solution {
  /** 3 bytes per series, ticks. */
  readonly prices: Hex;
  /** One bit per order of the list, highest first, in whole words: filled in full. */
  readonly accepted: Hex;
  /** 6 bytes each, by index: index (2), lots (4) of orders filled in part. */
  readonly partials: Hex;
  /** Quote units. */
  readonly welfare: bigint;
  /** Quote units. */
  readonly gap: bigint;
}
