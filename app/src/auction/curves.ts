/** Supply and demand of one hour, as steps to draw. */

/** Lots of hourly orders at one price. */
export interface Level {
  /** Ticks. */
  readonly price: number;
  readonly buys: number;
  readonly sells: number;
}

/** What strips and blocks trade of the hour. They take any price of it: their part comes before all hourly orders. */
export interface InBlocks {
  /** Lots. */
  readonly bought: number;
  /** Lots. */
  readonly sold: number;
}

/** From so many lots on, up to the next row's, the last buyer pays `demand` and the last seller asks `supply`. */
export interface CurveRow {
  readonly lots: number;
  /** Ticks; null where no hourly buy stands. */
  readonly demand: number | null;
  /** Ticks; null where no hourly sell stands. */
  readonly supply: number | null;
}

/** What is drawn beyond the shorter curve, as a multiple of it: an order of very many lots would hide all others. */
const MOST = 4;

/** Lots by price, the highest price first. */
export function levelsOf(
  orders: readonly { readonly isBuy: boolean; readonly price: number; readonly lots: number }[],
): Level[] {
  const levels = new Map<number, { buys: number; sells: number }>();
  for (const { isBuy, lots, price } of orders) {
    const level = levels.get(price) ?? { buys: 0, sells: 0 };
    level[isBuy ? "buys" : "sells"] += lots;
    levels.set(price, level);
  }
  return [...levels].map(([price, lots]) => ({ price, ...lots })).sort((a, b) => b.price - a.price);
}

/**
 * Both curves over the lots at which either of them steps. Where something was cleared they cross at the volume.
 *
 * @param levels as `levelsOf` has them
 */
export function curveRows(levels: readonly Level[], { bought, sold }: InBlocks): CurveRow[] {
  const demand = stepsOf(levels, "buys", bought);
  const supply = stepsOf(levels.toReversed(), "sells", sold);
  const [shorter = 0, longer = 0] = [endOf(demand, bought), endOf(supply, sold)].sort((a, b) => a - b);
  const last = shorter === 0 ? longer : Math.min(longer, MOST * shorter);
  const lots = new Set([0, last, ...[...demand, ...supply].flatMap(({ from, to }) => [from, to])]);
  return [...lots]
    .filter((at) => at <= last)
    .sort((a, b) => a - b)
    .map((at) => ({ lots: at, demand: priceAt(demand, at), supply: priceAt(supply, at) }));
}

/** What stands at a price of the hour, and what it would trade at it. */
export interface HourRow extends Level {
  /** Lots that would be bought at the price, strips and blocks among them. */
  readonly demand: number;
  /** Lots that would be sold at it. */
  readonly supply: number;
}

/**
 * The curves as a table, the highest price first.
 *
 * @param levels as `levelsOf` has them
 * @param cleared the clearing price, ticks, which has a row also where no order stands at it
 */
export function hourRows(levels: readonly Level[], { bought, sold }: InBlocks, cleared: number | undefined): HourRow[] {
  const missing = cleared === undefined || levels.some(({ price }) => price === cleared) ? [] : [cleared];
  const rows = [...levels, ...missing.map((price) => ({ price, buys: 0, sells: 0 }))].sort((a, b) => b.price - a.price);
  return rows.map((row, i) => ({
    ...row,
    demand: rows.slice(0, i + 1).reduce((sum, { buys }) => sum + buys, bought),
    supply: rows.slice(i).reduce((sum, { sells }) => sum + sells, sold),
  }));
}

interface Step {
  /** Lots. */
  readonly from: number;
  readonly to: number;
  /** Ticks. */
  readonly price: number;
}

function stepsOf(levels: readonly Level[], side: "buys" | "sells", before: number): Step[] {
  let from = before;
  return levels
    .filter((level) => level[side] > 0)
    .map((level) => {
      const step = { from, to: from + level[side], price: level.price };
      from = step.to;
      return step;
    });
}

function endOf(steps: readonly Step[], before: number): number {
  return steps.at(-1)?.to ?? before;
}

/** The price of the step that begins at or holds so many lots, or of the last one at its end. */
function priceAt(steps: readonly Step[], lots: number): number | null {
  const step = steps.find(({ from, to }) => from <= lots && lots < to);
  if (step !== undefined) return step.price;
  const last = steps.at(-1);
  return last?.to === lots ? last.price : null;
}
