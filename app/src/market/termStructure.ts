/** Prices gate by gate, as rows of a chart. */
export interface GatePrice {
  /** The delivery hour. */
  readonly hour: number;
  /** Ticks. */
  readonly price: number;
  /** Lots; without any the price is an indication only. */
  readonly volume: number;
  readonly lane: number;
}

export interface TermRow {
  readonly hour: number;
  /** Ticks by gate, in the order of the lanes; null where the gate has not traded the hour. */
  readonly prices: readonly (number | null)[];
}

/** Rows from the first to the last hour that has a price, and to the hour in which it is now. */
export function trimmed(rows: readonly TermRow[], thisHour: number): TermRow[] {
  const shown = rows.filter(({ hour, prices }) => hour === thisHour || prices.some((price) => price !== null));
  const [from, to] = [shown[0]?.hour ?? 0, shown.at(-1)?.hour ?? 0];
  return rows.filter(({ hour }) => hour >= from && hour <= to);
}

/**
 * A row for every hour of a range, so that gaps stay gaps. Of a gate whose windows overlap the latest point counts;
 * `points` come in the order in which they were cleared.
 *
 * @param toHour The hour behind the last one.
 */
export function termRows(
  points: readonly GatePrice[],
  lanes: readonly number[],
  fromHour: number,
  toHour: number,
): TermRow[] {
  const prices = new Map<string, number>();
  for (const { hour, price, volume, lane } of points) if (volume > 0) prices.set(`${lane} ${hour}`, price);
  return Array.from({ length: Math.max(0, toHour - fromHour) }, (_, i) => {
    const hour = fromHour + i;
    return { hour, prices: lanes.map((lane) => prices.get(`${lane} ${hour}`) ?? null) };
  });
}
