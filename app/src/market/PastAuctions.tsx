import { auctionId, type Lane } from "@clearhour/sdk";
import { atMostBetter } from "@clearhour/sdk/contest";
import { type AuctionsQuery, auctionsQuery, numberGraphId, queryGraph } from "@clearhour/sdk/graph";
import { useState } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { auctionAddress } from "../app/route.ts";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatTime } from "../lib/format.ts";
import { firstOf } from "../lib/pages.ts";
import { STAGE_WORDS, type Stage } from "../lib/stage.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import { Table } from "../ui/Table.tsx";

type Auction = AuctionsQuery["auctions"][number];

/** Auctions that are shown at first, and with each step further. */
const STEP = 10;

/** The latest auctions of a gate in which anybody placed an order. */
export function PastAuctions({ lane }: { readonly lane: Lane }) {
  const { graph, markets } = useExchange();
  const market = markets.find(({ lanes }) => lanes.some(({ id }) => id === lane.id));
  const several = market !== undefined && market.products.length > 1;
  const { now } = useChainTime();
  const [shown, show] = useState(STEP);
  const { data, error } = useFresh({
    key: ["auctions", lane.id, shown],
    read: () =>
      firstOf(shown, async (page) => {
        return (await queryGraph(graph, auctionsQuery, { lane: numberGraphId(lane.id), ...page })).auctions;
      }),
    every: 10_000,
    keep: true,
  });
  return (
    <Panel title="Auctions of this gate">
      {error !== null && <Failure title="Auctions are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="auctions" />}
      {data !== undefined && (
        <Table<Auction>
          label="Auctions of this gate"
          rows={data.rows}
          keyOf={({ id }) => id}
          empty="Nobody has placed an order at this gate yet."
          columns={[
            {
              title: "Delivery from (UTC)",
              cell: ({ firstHour, number }) => (
                <a href={auctionAddress(auctionId(lane.id, number))}>{formatTime(firstHour * lane.period)}</a>
              ),
            },
            {
              title: "State",
              cell: (auction) => {
                const { look, words } = STAGE_WORDS[listedStage(auction, now)];
                return <span className={`tag ${look}`}>{words}</span>;
              },
            },
            { title: "Hourly orders", numeric: true, cell: ({ orderCount }) => formatLots(orderCount) },
            { title: "Strips and blocks", numeric: true, cell: ({ contest }) => formatLots(contest?.count ?? 0) },
            {
              title: several ? "Lots traded, all products" : "Lots traded",
              numeric: true,
              cell: ({ cleared, volume }) => (cleared ? formatLots(BigInt(volume)) : "–"),
            },
            { title: "Better at most by", numeric: true, cell: (auction) => boundOf(auction) },
          ]}
        />
      )}
      <ShowMore more={data?.more === true} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}

/** As far as the list tells: solvers' halves are told apart on the auction's own page. */
function listedStage({ cleared, close, contest, deadline }: Auction, now: bigint): Stage {
  if (now < BigInt(close)) return "collect";
  if (cleared) return "final";
  if (now < BigInt(deadline)) return "clear";
  return contest?.welfare == null ? "void" : "final";
}

/** By how much any other allocation can be better. */
function boundOf({ cleared, contest }: Auction): string {
  if (contest === null) return cleared ? "0%" : "–";
  if (contest.welfare === null || contest.gap === null) return "–";
  const percent = atMostBetter({ welfare: BigInt(contest.welfare), gap: BigInt(contest.gap) });
  return Number.isFinite(percent) ? `${percent}%` : "–";
}
