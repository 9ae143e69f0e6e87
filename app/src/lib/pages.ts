/** Lists that come in pages. */

/** The most that the subgraph gives at once. */
const PAGE = 1000;

export interface FirstRows<Row> {
  readonly rows: readonly Row[];
  /** Whether the list goes on behind them. */
  readonly more: boolean;
}

/**
 * The first rows of a list.
 *
 * @param count The most of them; `Infinity` for all.
 * @param ask Gives at most `first` rows, behind `skip` others.
 */
export async function firstOf<Row>(
  count: number,
  ask: (page: { readonly first: number; readonly skip: number }) => Promise<readonly Row[]>,
): Promise<FirstRows<Row>> {
  const rows: Row[] = [];
  // One more than is wanted tells whether there are more.
  while (rows.length <= count) {
    const first = Math.min(PAGE, count + 1 - rows.length);
    const page = await ask({ first, skip: rows.length });
    rows.push(...page);
    if (page.length < first) break;
  }
  return { rows: rows.slice(0, count), more: rows.length > count };
}
