import { queryGraph, settlementsQuery } from "@clearhour/sdk/graph";
import { useState } from "react";
import { useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { lotsInWords } from "../lib/format.ts";
import { firstOf } from "../lib/pages.ts";
import { useSeriesName } from "../portfolio/seriesName.ts";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import { Table } from "../ui/Table.tsx";
import { ReadingView } from "./ReadingView.tsx";

/** Readings that are shown at first, and with each step further. */
const STEP = 30;

/** The latest readings that anybody's hours were settled by. */
export function SettlementsPanel() {
  const { graph } = useExchange();
  const nameOf = useSeriesName();
  const [shown, show] = useState(STEP);
  const { data, error } = useFresh({
    key: ["settlements", shown],
    read: () => firstOf(shown, async (page) => (await queryGraph(graph, settlementsQuery, page)).settlements),
    every: 5_000,
    keep: true,
  });
  return (
    <Panel title="Settled readings" aside={<span className="muted">all accounts, the latest first</span>}>
      {error !== null && <Failure title="Readings are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="readings" />}
      {data !== undefined && (
        <Table
          label="Settled readings"
          rows={data.rows}
          keyOf={({ assignment }) => assignment.id}
          empty="Nothing has been settled yet."
          columns={[
            { title: "Hour (UTC)", cell: ({ series }) => <span className="nowrap">{nameOf(BigInt(series.id))}</span> },
            { title: "Provider", numeric: true, cell: ({ assignment }) => assignment.provider.number },
            { title: "Lots", cell: ({ assignment }) => lotsInWords(BigInt(assignment.lots)) },
            {
              title: "Reading",
              cell: ({ assignment }) =>
                assignment.settlement === null ? "–" : <ReadingView settlement={assignment.settlement} />,
            },
          ]}
        />
      )}
      <ShowMore more={data?.more === true} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}
