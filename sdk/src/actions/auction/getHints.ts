import type { Hex } from "viem";
import { clearBook, encodeHints, parseAuctionId, seriesId } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";
import { getMarket } from "../products/getMarket.ts";
import { getBook } from "./getBook.ts";

export type GetHintsParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`; its collecting time is over. */
    readonly auction: bigint;
  };

export type GetHintsErrorType = ReadErrorType;

/** Books are read this many at a time. */
const BATCH = 24;

/**
 * The clearing of an auction, computed from its books: what `clearAuction` proposes and the contract verifies.
 *
 * @returns Two bytes per series, product by product and hour by hour.
 * @throws {UnknownLaneError} when there is no such lane.
 */
export async function getHints(client: ClearhourClient, parameters: GetHintsParameters): Promise<Hex> {
  const { deployment, auction, blockNumber } = parameters;
  const { lane, number } = parseAuctionId(auction);
  const { window, stride, market } = await getLane(client, { deployment, lane, blockNumber });
  const { products } = await getMarket(client, { deployment, market, blockNumber });
  const all = products.flatMap((product) =>
    Array.from({ length: window }, (_, offset) => seriesId(product, number * stride + offset)),
  );
  const intervals: ReturnType<typeof clearBook>[] = [];
  for (let i = 0; i < all.length; i += BATCH) {
    const books = all
      .slice(i, i + BATCH)
      .map((series) => getBook(client, { deployment, auction, series, blockNumber }));
    intervals.push(...(await Promise.all(books)).map(clearBook));
  }
  return encodeHints(intervals);
}
