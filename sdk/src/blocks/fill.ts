import { type BlockOrder, blockSideOf, isStrip } from "./word.ts";

/** A strip or block with its profile. */
export interface PlacedBlock extends BlockOrder {
  /** Lots of a unit in each period; empty where they are the same, 1, in all of them. */
  readonly profile: readonly number[];
}

/** What the clearing found for a strip or block. */
export type BlockResult = {
  /** Lots, or units of its profile. */
  readonly filled: number;
  /** Quote units per tick and lot. */
  readonly tickSize: bigint;
} & (
  | {
      /** Prices of its periods, ticks. */
      readonly prices: readonly number[];
      readonly surplus?: undefined;
    }
  | {
      /** What all of its lots gain at the prices, quote units. */
      readonly surplus: bigint;
      readonly prices?: undefined;
    }
);

/** Where an auction stands for a strip or block: what it found, or that it has not yet or never will. */
export type BlockOutcome = BlockResult | "pending" | "void";

/**
 * What became of a strip or block:
 *
 * - `filled`: all of it.
 * - `partlyFilled`: some of its lots.
 * - `atLimit`: nothing; its limit is exactly the average price, and the balance did not need it.
 * - `outbid`: nothing; its limit was worse than the average price.
 * - `left`: nothing, though it would have gained: no better solution that fills it was brought.
 * - `void`: nobody cleared the auction in time; everything goes back.
 * - `pending`: the auction is neither final nor void.
 */
export type BlockFillCode = "filled" | "partlyFilled" | "atLimit" | "outbid" | "left" | "void" | "pending";

/** What became of a strip or block, and why. */
export interface BlockFillReport {
  readonly code: BlockFillCode;
  /** Lots, or units of its profile. */
  readonly filled: number;
  /** What all of its lots gain at the prices, quote units; negative for a loss. Zero without prices. */
  readonly surplus: bigint;
  /** Average price of its lots, ticks; `undefined` without prices. */
  readonly average: number | undefined;
  /** The code in words, with its numbers. */
  readonly reason: string;
}

/** What became of a strip or block, and why. */
export function explainBlockFill(order: PlacedBlock, outcome: BlockOutcome): BlockFillReport {
  const nothing = { filled: 0, surplus: 0n, average: undefined };
  if (outcome === "pending") return { code: "pending", ...nothing, reason: "The auction is not final yet." };
  if (outcome === "void") {
    return { code: "void", ...nothing, reason: "Nobody cleared the auction in time: everything goes back." };
  }
  const { filled, tickSize } = outcome;
  const units = Array.from({ length: order.periods }, (_, i) => order.profile[i] ?? 1);
  const lots = units.reduce((sum, one) => sum + one, 0);
  const gain = gainOf(order, units, outcome);
  const off = gain / lots;
  const average = order.price + (blockSideOf(order) === "buy" ? -off : off);
  const surplus = BigInt(gain) * BigInt(order.lots) * tickSize;
  return { filled, surplus, average, ...explain(order, { filled, gain, surplus, average, off }) };
}

/** Ticks that one lot in each period, or one unit, gains. */
function gainOf(order: PlacedBlock, units: readonly number[], { prices, surplus, tickSize }: BlockResult): number {
  if (prices === undefined) return Number(surplus / (BigInt(order.lots) * tickSize));
  const gain = units.reduce((sum, one, i) => sum + one * (order.price - (prices[i] ?? 0)), 0);
  return blockSideOf(order) === "buy" ? gain : -gain;
}

interface Case {
  readonly filled: number;
  /** Ticks, of one lot in each period or one unit. */
  readonly gain: number;
  /** Quote units. */
  readonly surplus: bigint;
  /** Ticks. */
  readonly average: number;
  /** Ticks that the limit is better than the average. */
  readonly off: number;
}

function explain(order: PlacedBlock, c: Case): Pick<BlockFillReport, "code" | "reason"> {
  const { lots } = order;
  const what = order.profile.length > 0 ? "units" : "lots";
  const price = `the average price of its periods, ${ticks(c.average)}`;
  if (c.filled === lots) return { code: "filled", reason: `All ${lots} ${what} filled at ${ticks(c.average)}.` };
  if (c.filled > 0) {
    const why = c.gain === 0 ? `limited at ${price}, where what balances is filled` : "no better solution fills more";
    return { code: "partlyFilled", reason: `${c.filled} of ${lots} ${what} filled: ${why}.` };
  }
  if (c.gain === 0) {
    return { code: "atLimit", reason: `Limited at ${price}: it would have gained nothing, and was not needed.` };
  }
  if (c.gain < 0) {
    const way = blockSideOf(order) === "buy" ? "below" : "above";
    const limit = `Limited at ${order.price}, ${ticks(-c.off)} ticks ${way} ${price}`;
    return { code: "outbid", reason: `${limit}: it would have lost ${-c.surplus} quote units.` };
  }
  const why = isStrip(order)
    ? "only the clearing without strips and blocks was brought"
    : "no better solution that fills it was brought, as it takes all of its fewest lots or none";
  return { code: "left", reason: `It would have gained ${c.surplus} quote units at ${price}: ${why}.` };
}

/** At most two decimals. */
function ticks(value: number): string {
  return String(Math.round(value * 100) / 100);
}
