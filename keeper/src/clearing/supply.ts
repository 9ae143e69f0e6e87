/** What strips and blocks take from the series. */
import type { Book, Combination } from "./book.ts";

/** Net supply that they take from each series: what they buy less what they sell. */
export function supplyOf({ series, combinations }: Book, units: readonly number[]): number[] {
  const supply = series.map(() => 0);
  for (const [i, { side, legs }] of combinations.entries()) {
    const taken = (side === "buy" ? 1 : -1) * (units[i] as number);
    if (taken === 0) continue;
    for (const leg of legs) supply[leg.series] = (supply[leg.series] as number) + taken * leg.lots;
  }
  return supply;
}

/** Lots that some of them sell and buy in each series if all of those are full. */
export function reachOf(
  { series }: Book,
  combinations: readonly Combination[],
): readonly { readonly sold: number; readonly bought: number }[] {
  const reach = series.map(() => ({ sold: 0, bought: 0 }));
  for (const { side, legs, units } of combinations) {
    for (const leg of legs) {
      (reach[leg.series] as { sold: number; bought: number })[side === "buy" ? "bought" : "sold"] += leg.lots * units;
    }
  }
  return reach;
}
