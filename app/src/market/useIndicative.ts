import { getBook, getGrid } from "@clearhour/sdk";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { ladderOf } from "./ladder.ts";

const EVERY_MS = 8_000;

/** What series would clear at now, ticks: where nothing would trade, their references. */
export function useIndicative(auction: bigint, series: readonly bigint[]): readonly number[] | undefined {
  const { client, deployment } = useExchange();
  return useFresh({
    key: ["indicative", auction, series.join()],
    read: () =>
      Promise.all(
        series.map(async (one) => {
          const [book, { base, reference }] = await Promise.all([
            getBook(client, { deployment, auction, series: one }),
            getGrid(client, { deployment, auction, series: one }),
          ]);
          return ladderOf(book, base, 0).indicative?.price ?? reference;
        }),
      ),
    every: EVERY_MS,
    enabled: series.length > 0,
  }).data;
}
