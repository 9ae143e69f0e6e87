import { getBlockNumber } from "viem/actions";
import { parseAuctionId, seriesId } from "../../clearing/index.ts";
import { seriesBookOf } from "../../contest/baseline.ts";
import type { ContestBook, SeriesBook } from "../../contest/types.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import { getBook } from "../auction/getBook.ts";
import { getGrid } from "../auction/getGrid.ts";
import { type GetBlockListParameters, getBlockList } from "../blocks/getBlockList.ts";
import { read } from "../internal/read.ts";
import type { ClearhourClient } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";
import { getMarket } from "../products/getMarket.ts";

export type GetContestBookParameters = GetBlockListParameters;

export type GetContestBookErrorType = ReadErrorType;

/** Books are read this many at a time. */
const BATCH = 24;

/**
 * All that a solution of an auction is checked against, as of one block: its hourly books, strips and blocks.
 * `verifySolution` and `verifyBaseline` say what a solution comes to in it.
 *
 * @throws {BlockListError} when the logs do not give the list that the contract keeps.
 * @throws {UnknownLaneError} when there is no such lane.
 */
export async function getContestBook(
  client: ClearhourClient,
  parameters: GetContestBookParameters,
): Promise<ContestBook> {
  const { deployment, auction } = parameters;
  const blockNumber = parameters.blockNumber ?? (await getBlockNumber(client, { cacheTime: 0 }));
  const { lane, number } = parseAuctionId(auction);
  const { window, stride, market } = await getLane(client, { deployment, lane, blockNumber });
  const { products, params } = await getMarket(client, { deployment, market, blockNumber });
  const first = number * stride;
  const [entries, sizes] = await Promise.all([
    getBlockList(client, { ...parameters, blockNumber }),
    Promise.all(
      products.map((product) =>
        read(client, {
          abi: productsAbi,
          address: deployment.products,
          functionName: "tradeTerms",
          args: [product],
          blockNumber,
        }),
      ),
    ),
  ]);
  const ids = products.flatMap((product) =>
    Array.from({ length: window }, (_, offset) => seriesId(product, first + offset)),
  );
  const series: (SeriesBook | undefined)[] = [];
  for (let i = 0; i < ids.length; i += BATCH) {
    const books = ids.slice(i, i + BATCH).map(async (id) => {
      const [{ base, reference, frozen }, book] = await Promise.all([
        getGrid(client, { deployment, auction, series: id, blockNumber }),
        getBook(client, { deployment, auction, series: id, blockNumber }),
      ]);
      return frozen ? seriesBookOf({ base, reference }, book, params.minVolume) : undefined;
    });
    series.push(...(await Promise.all(books)));
  }
  return {
    auction,
    first,
    window,
    products: products.map((id, i) => ({ id, tickSize: sizes[i]?.tickSize ?? 0n })),
    series,
    records: entries.map(({ record }) => record),
  };
}
