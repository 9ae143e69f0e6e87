/** One auction: where it stands, what it cleared at, what every strip and block came to, and who solved it. */
import { getAuction, type Lane, parseAuctionId, revealFrom } from "@clearhour/sdk";
import { useMemo } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { type Product, useExchange } from "../app/exchange.tsx";
import { auctionNamed, useRoute } from "../app/route.ts";
import { useFresh } from "../app/useFresh.ts";
import { formatDuration, formatTime } from "../lib/format.ts";
import { gateName } from "../lib/gates.ts";
import { type AuctionFacts, endOf, STAGE_WORDS, type Stage, stageOf } from "../lib/stage.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { BlocksPanel } from "./BlocksPanel.tsx";
import { blockRows, foundIn } from "./blockRows.ts";
import { CertificatePanel } from "./CertificatePanel.tsx";
import { HoursPanel } from "./HoursPanel.tsx";
import { SolutionsPanel } from "./SolutionsPanel.tsx";
import { useHistory } from "./useHistory.ts";

export default function AuctionPage() {
  const { markets, products } = useExchange();
  const { named } = useRoute();
  const auction = auctionNamed(named);
  const { lane: number } = parseAuctionId(auction ?? 0n);
  const market = markets.find(({ lanes }) => lanes.some(({ id }) => id === number));
  const lane = market?.lanes.find(({ id }) => id === number);
  if (auction === undefined || market === undefined || lane === undefined) {
    return (
      <>
        <h1>Auction</h1>
        <p className="empty">
          There is no such auction. The <a href="#/market">market</a> lists those of each gate.
        </p>
      </>
    );
  }
  const its = market.products.flatMap((id) => products.filter((product) => product.id === id));
  return <Auction key={named} auction={auction} lane={lane} products={its} />;
}

interface Properties {
  readonly auction: bigint;
  readonly lane: Lane;
  /** Of its market. */
  readonly products: readonly Product[];
}

function Auction({ auction, lane, products }: Properties) {
  const { client, deployment, graph } = useExchange();
  const { now } = useChainTime();
  const state = useFresh({
    key: ["auction", auction],
    read: () => getAuction(client, { deployment, auction }),
  });
  const history = useHistory(auction);
  const { data, error } = history;
  const isVoid = state.data?.state === "void";
  const blocks = useMemo(
    () => (data === undefined ? [] : blockRows(data.blocks, isVoid ? null : foundIn(data))),
    [data, isVoid],
  );
  const { number } = parseAuctionId(auction);
  const hours = Array.from({ length: lane.window }, (_, i) => number * lane.stride + i);
  const title = `${gateName(lane)} auction`;
  if (state.data === undefined) {
    return (
      <>
        <h1>{title}</h1>
        {state.error === null ? (
          <Loading what="the auction" />
        ) : (
          <Failure title="The auction cannot be read" error={state.error} retry={() => void state.refetch()} />
        )}
      </>
    );
  }
  const facts: AuctionFacts = {
    ...state.data,
    revealFrom: revealFrom(lane, number),
    contested: data?.contest !== null && data?.contest !== undefined,
  };
  const stage = stageOf(facts, now);
  const from = hours[0] ?? 0;
  return (
    <>
      <div className="bar">
        <h1>{title}</h1>
        <p className="muted">
          Number {number}: {lane.window === 1 ? "one hour" : `${lane.window} hours`} of delivery from{" "}
          {formatTime(from * lane.period)} UTC. <a href="#/market">Back to the market</a>
        </p>
      </div>
      <Progress facts={facts} stage={stage} now={now} />
      {error !== null && <Failure title="The auction's orders are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="the auction's orders" />}
      {data?.orderCount === 0 && data.blocks.length === 0 && (
        <p className="empty">No order was placed in this auction: there is nothing to clear.</p>
      )}
      {data !== undefined && (data.orderCount > 0 || data.blocks.length > 0) && (
        <>
          <CertificatePanel {...{ auction, stage, products }} history={data} />
          <HoursPanel
            auction={auction}
            hours={hours}
            period={lane.period}
            products={products}
            history={data}
            blocks={blocks}
          />
          {data.contest !== null && (
            <>
              <BlocksPanel rows={blocks} products={products} period={lane.period} />
              {stage !== "collect" && (
                <SolutionsPanel contest={data.contest} orders={data.blocks} isOver={stage === "final"} />
              )}
            </>
          )}
        </>
      )}
    </>
  );
}

interface ProgressProperties {
  readonly facts: AuctionFacts;
  readonly stage: Stage;
  readonly now: bigint;
}

/** Where it stands, and how long that lasts. */
function Progress({ facts, stage, now }: ProgressProperties) {
  const { look, what, words } = STAGE_WORDS[stage];
  const until = endOf(stage, facts);
  return (
    <div className="countdown" role="status" aria-label="State of the auction">
      <span className={`tag ${look}`}>{words}</span>
      {until === undefined ? (
        <span className="muted">
          {what}. It took orders until {formatTime(facts.close)} UTC
          {facts.contested && stage === "final" && `, and solutions until ${formatTime(facts.deadline)} UTC`}.
        </span>
      ) : (
        <>
          <strong>{formatDuration(until > now ? until - now : 0n)}</strong>
          <span className="muted">
            {what}, {formatTime(until)} UTC
          </span>
        </>
      )}
    </div>
  );
}
