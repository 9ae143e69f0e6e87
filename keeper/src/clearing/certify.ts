/**
 * Checks a solution against every rule of the clearing, in integers, and states how good it is. It knows nothing of how
 * the solution was found.
 *
 * W is what buyers value what they get at less what sellers ask for what they give. The gap is what all orders together
 * forgo: the surplus of each one's best answer to the prices less what it has. W plus the gap is at least the welfare of
 * any allocation, whatever the prices: the Lagrangian dual of the welfare problem at these prices.
 */
import type { Book, Combination } from "./book.ts";
import { RefusedSolutionError } from "./errors.ts";
import { ExactSum } from "./exactSum.ts";
import type { Side } from "./hourly.ts";

/** What a solver says. */
export interface Solution {
  /** One integer a series, not below 0. */
  readonly prices: readonly number[];
  /** Lots of each hourly order that fill. */
  readonly hourly: readonly number[];
  /** Units of each strip and block that fill. */
  readonly units: readonly number[];
}

/** What a valid solution comes to, in price times lots. */
export interface Certificate {
  readonly welfare: bigint;
  /** No allocation can have more than `welfare + gap`. */
  readonly gap: bigint;
  /** Lots that sellers gave, of each series. */
  readonly volumes: readonly number[];
}

/** @throws {RefusedSolutionError} that names the rule that it breaks, and where */
export function certify(book: Book, { prices, hourly, units }: Solution): Certificate {
  requireLength(prices, book.series.length, "price", "series");
  requireLength(hourly, book.hourly.length, "fill", "hourly order");
  requireLength(units, book.combinations.length, "fill", "strip or block");
  for (const [i, price] of prices.entries()) {
    if (!Number.isSafeInteger(price) || price < 0) refuse(`the price of ${book.series[i]} is ${price}`);
  }
  const welfare = new ExactSum();
  let gap = 0n;
  const bought = book.series.map(() => 0);
  const sold = book.series.map(() => 0);
  const move = (side: Side, series: number, lots: number) => {
    const moved = side === "buy" ? bought : sold;
    moved[series] = (moved[series] as number) + lots;
  };

  const orders = book.hourly;
  for (let i = 0; i < orders.length; i++) {
    const series = orders.series[i] as number;
    const [isBuy, price, lots] = [orders.buys[i] === 1, orders.prices[i] as number, orders.lots[i] as number];
    const filled = hourly[i] as number;
    const surplus = isBuy ? price - (prices[series] as number) : (prices[series] as number) - price;
    if (!isFill(filled, 0, lots)) refuse(unfit(`hourly order ${i}`, filled, lots));
    if (surplus > 0 && filled < lots)
      refuse(`hourly order ${i} is not full although the price is better than its limit`);
    if (surplus < 0 && filled > 0) refuse(`hourly order ${i} is filled although the price is worse than its limit`);
    if (filled === 0) continue;
    welfare.add(isBuy ? price : -price, filled);
    move(isBuy ? "buy" : "sell", series, filled);
  }
  for (const [i, combination] of book.combinations.entries()) {
    const { kind, side, value, legs, least, units: most } = combination;
    const filled = units[i] as number;
    const what = `${kind} ${i}`;
    if (!isFill(filled, least, most)) refuse(unfit(what, filled, most));
    const surplus = surplusOf(combination, prices);
    if (surplus < 0n && filled > 0) refuse(`${what} trades at a loss`);
    if (surplus > 0n && filled < most) {
      if (kind === "strip") refuse(`${what} is not full although it would gain`);
      gap += surplus * BigInt(most - filled);
    }
    welfare.add(side === "buy" ? value : -value, filled);
    for (const { series, lots } of legs) move(side, series, lots * filled);
  }
  for (const [i, name] of book.series.entries()) {
    const left = (sold[i] as number) - (bought[i] as number);
    if (left < 0) refuse(`more of ${name} is bought than sold`);
    if (left > 0 && prices[i] !== 0) refuse(`more of ${name} is sold than bought, at a price above 0`);
  }
  return { welfare: welfare.value, gap, volumes: sold };
}

/** What one unit gains at these prices; negative where it loses. */
export function surplusOf({ side, value, legs }: Combination, prices: readonly number[]): bigint {
  const surplus = new ExactSum();
  surplus.add(value, 1);
  for (const { series, lots } of legs) surplus.add(prices[series] as number, -lots);
  return side === "buy" ? surplus.value : -surplus.value;
}

function isFill(filled: number, least: number, most: number): boolean {
  return filled === 0 || (Number.isInteger(filled) && filled >= least && filled <= most);
}

function unfit(what: string, filled: number, most: number): string {
  return `${what} cannot fill with ${filled} of ${most}`;
}

function requireLength(list: readonly number[], length: number, what: string, per: string): void {
  if (list.length !== length) refuse(`there is not one ${what} for each ${per}`);
}

function refuse(reason: string): never {
  throw new RefusedSolutionError(reason);
}
