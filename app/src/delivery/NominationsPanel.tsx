import { type NominationsQuery, nominationsQuery, queryGraph } from "@clearhour/sdk/graph";
import { useState } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatMoney, formatTime, lotsInWords } from "../lib/format.ts";
import { firstOf } from "../lib/pages.ts";
import { useSeriesName } from "../portfolio/seriesName.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { AssignmentView } from "./AssignmentView.tsx";
import { PROGRESS_WORDS, progressOf } from "./progress.ts";

type Nomination = NominationsQuery["nominations"][number];

/** Nominations that are shown at first, and with each step further. */
const STEP = 30;

/** What a wallet nominated, its meters while they run, and how it ended. */
export function NominationsPanel({ wallet }: { readonly wallet: Wallet }) {
  const { graph } = useExchange();
  const [shown, show] = useState(STEP);
  const { data, error } = useFresh({
    key: ["nominations", wallet.address, shown],
    read: () =>
      firstOf(shown, async (page) => {
        return (await queryGraph(graph, nominationsQuery, { owner: wallet.address, ...page })).nominations;
      }),
    keep: true,
  });
  return (
    <Panel title="Your nominations">
      {error !== null && <Failure title="Nominations are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="nominations" />}
      {data?.rows.length === 0 && <p className="empty">Nothing nominated yet.</p>}
      {data?.rows.map((nomination) => (
        <NominationView key={`${nomination.series.id} ${nomination.index}`} nomination={nomination} />
      ))}
      <ShowMore more={data?.more === true} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}

function NominationView({ nomination }: { readonly nomination: Nomination }) {
  const { products, token } = useExchange();
  const { now } = useChainTime();
  const nameOf = useSeriesName();
  const { assignments, compensation, lots, series } = nomination;
  const [start, end] = [BigInt(series.start), BigInt(series.end)];
  const gateClosure = products.find(({ id }) => id === series.product.number)?.delivery.gateClosure ?? 0;
  const progress = progressOf({ assignments, start, end, closesAt: start - BigInt(gateClosure) }, now);
  const [words, look] = PROGRESS_WORDS[progress];
  return (
    <article className="meter">
      <header>
        <h3>
          {lotsInWords(BigInt(lots))} of {nameOf(BigInt(series.id))} UTC
        </h3>
        <span className={`tag ${look}`}>{words}</span>
      </header>
      {progress === "waiting" && (
        <p className="hint">
          The gate closes {formatTime(start - BigInt(gateClosure))} UTC; until then more lots may be nominated and
          committed.
        </p>
      )}
      {progress === "unmatched" && (
        <p className="hint">
          Nobody committed to these lots. Compensation so far: {formatMoney(BigInt(compensation), token.decimals)}{" "}
          {token.symbol}.
        </p>
      )}
      {assignments.map((assignment) => (
        <AssignmentView key={assignment.id} nomination={nomination} assignment={assignment} begun={now >= start} />
      ))}
    </article>
  );
}
