import { parseSeriesId } from "@clearhour/sdk";
import { productNamed, useExchange } from "../app/exchange.tsx";
import { formatTime } from "../lib/format.ts";

export interface SeriesLots {
  /** `product << 32 | hour`. */
  readonly series: bigint;
  readonly lots: number;
}

/** What a series is called: its product and the start of its hour. */
export function useSeriesName(): (series: bigint) => string {
  const { markets, products } = useExchange();
  return (series) => {
    const { hour, product } = parseSeriesId(series);
    const period = markets.find((market) => market.products.includes(product))?.period ?? 3600;
    return `${productNamed(products, product)}, ${formatTime(hour * period)}`;
  };
}
