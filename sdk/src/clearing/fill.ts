import { type Order, OrderKind, type Result } from "./codec.ts";
import type { Side } from "./grid.ts";

/** Where an auction stands for an order: its series' result, or that there is none yet or will never be one. */
export type Outcome = Result | "pending" | "void";

/**
 * What became of an order:
 *
 * - `filled`: all of it.
 * - `partlyFilled`: limited exactly at the price, where lots went first come first served.
 * - `behind`: limited exactly at the price, and earlier orders there took all that was left.
 * - `outbid`: its limit was worse than the price.
 * - `noTrade`: nothing traded in the series.
 * - `void`: nobody cleared the auction in time; everything goes back.
 * - `pending`: the auction is neither final nor void.
 */
export type FillCode = "filled" | "partlyFilled" | "behind" | "outbid" | "noTrade" | "void" | "pending";

/** What became of an order, and why. */
export interface FillReport {
  readonly code: FillCode;
  /** Lots. */
  readonly filled: number;
  /** The code in words, with its numbers. */
  readonly reason: string;
}

/** The side that an order stands on. */
export function sideOf(order: Pick<Order, "kind">): Side {
  return order.kind === OrderKind.Buy || order.kind === OrderKind.CloseBuy ? "buy" : "sell";
}

/**
 * Lots filled: a pure function of order and result. Better than the price: all; worse: none; at the price: first come
 * first served, `clamp(marginal - ahead, 0, lots)`.
 */
export function filledLots(order: Order, result: Result): number {
  if (result.volume === 0) return 0;
  const side = sideOf(order);
  if (order.price !== result.price) return order.price > result.price === (side === "buy") ? order.lots : 0;
  return Math.min(Math.max(marginalOf(result, side) - order.ahead, 0), order.lots);
}

/** What became of an order that is not collected yet, and why. */
export function explainFill(order: Order, outcome: Outcome): FillReport {
  if (outcome === "pending") {
    return { code: "pending", filled: 0, reason: "The auction is not cleared yet." };
  }
  if (outcome === "void") {
    return { code: "void", filled: 0, reason: "Nobody cleared the auction in time: everything goes back." };
  }
  if (outcome.volume === 0) {
    return { code: "noTrade", filled: 0, reason: "Nothing traded: no buy was limited as high as a sell." };
  }
  const filled = filledLots(order, outcome);
  return { filled, ...explain(order, outcome, filled) };
}

function explain(order: Order, result: Result, filled: number): Pick<FillReport, "code" | "reason"> {
  const { lots, ahead, price: limit } = order;
  const { price } = result;
  const side = sideOf(order);
  if (filled === lots) return { code: "filled", reason: `All ${lots} lots filled at ${price}.` };
  const marginal = marginalOf(result, side);
  const queue = `of ${marginal} lots filled there ${Math.min(ahead, marginal)} went to earlier orders`;
  if (filled > 0) {
    return {
      code: "partlyFilled",
      reason: `${filled} of ${lots} lots filled: limited at the price, ${price}, and ${queue}.`,
    };
  }
  if (limit === price) return { code: "behind", reason: `Limited at the price, ${price}, and ${queue}.` };
  const [gap, way] = side === "buy" ? [price - limit, "below"] : [limit - price, "above"];
  return {
    code: "outbid",
    reason: `Limited at ${limit}, ${gap} ${gap === 1 ? "tick" : "ticks"} ${way} the price, ${price}.`,
  };
}

function marginalOf(result: Result, side: Side): number {
  return side === "buy" ? result.marginalBuy : result.marginalSell;
}
