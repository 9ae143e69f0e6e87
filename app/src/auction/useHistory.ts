/** What the subgraph has of an auction. */
import {
  type AuctionQuery,
  auctionQuery,
  type BlockOrdersOfAuctionQuery,
  blockOrdersOfAuctionQuery,
  queryAll,
  queryGraph,
  wordGraphId,
} from "@clearhour/sdk/graph";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";

type Indexed = NonNullable<AuctionQuery["auction"]>;
export type PricePoint = Indexed["prices"][number];
export type ContestHistory = NonNullable<Indexed["contest"]>;

export interface AuctionHistory
  extends Pick<Indexed, "orderCount" | "clearer" | "fees" | "tip" | "prices" | "contest"> {
  /** Its strips and blocks. */
  readonly blocks: BlockOrdersOfAuctionQuery["blockOrders"];
}

/** An auction is indexed from its first order on: before, there is nothing of it. */
const NOTHING: AuctionHistory = {
  orderCount: 0,
  clearer: null,
  fees: null,
  tip: null,
  prices: [],
  contest: null,
  blocks: [],
};

export function useHistory(auction: bigint) {
  const { graph } = useExchange();
  return useFresh({
    key: ["history of the auction", auction],
    read: async (): Promise<AuctionHistory> => {
      const id = wordGraphId(auction);
      const [{ auction: its }, blocks] = await Promise.all([
        queryGraph(graph, auctionQuery, { auction: id }),
        queryAll(graph, blockOrdersOfAuctionQuery, { auction: id }, ({ blockOrders }) => blockOrders),
      ]);
      return its === null ? NOTHING : { ...its, blocks };
    },
  });
}
