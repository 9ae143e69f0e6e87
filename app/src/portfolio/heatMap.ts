/** Positions by hour, as rows of a heat map: a row per product and delivery day, a cell per hour. */
export interface HeatPosition {
  readonly product: number;
  /** `unix / 3600`. */
  readonly hour: number;
  /** Signed lots. */
  readonly lots: number;
}

export interface HeatRow {
  readonly product: number;
  /** `hour / 24`. */
  readonly day: number;
  /** Signed lots of its 24 hours. */
  readonly cells: readonly number[];
}

/** Rows of days with a position, by product and day. */
export function heatRows(positions: readonly HeatPosition[]): HeatRow[] {
  const rows = new Map<string, { product: number; day: number; cells: number[] }>();
  for (const { product, hour, lots } of positions) {
    if (lots === 0) continue;
    const day = Math.floor(hour / 24);
    const key = `${product} ${day}`;
    const row = rows.get(key) ?? { product, day, cells: new Array<number>(24).fill(0) };
    row.cells[hour % 24] = (row.cells[hour % 24] ?? 0) + lots;
    rows.set(key, row);
  }
  return [...rows.values()].sort((a, b) => a.product - b.product || a.day - b.day);
}

/** Shades of a side, from faint to full: tables.css has them. */
const SHADES = 4;

/** Which shade a cell has, 1 to 4, of the largest position of all rows; 0 where it is flat. */
export function shadeOf(lots: number, rows: readonly HeatRow[]): number {
  if (lots === 0) return 0;
  const largest = Math.max(...rows.flatMap(({ cells }) => cells.map(Math.abs)));
  return Math.max(1, Math.ceil((Math.abs(lots) / largest) * SHADES));
}
