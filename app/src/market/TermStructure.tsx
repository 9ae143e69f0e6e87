import { type GetMarketReturnType, ticksToPrice } from "@clearhour/sdk";
import { numberGraphId, queryAll, termStructureQuery } from "@clearhour/sdk/graph";
import { lazy, Suspense, useMemo, useState } from "react";
import { formatUnits } from "viem";
import { useChainTime } from "../app/chainTime.tsx";
import { type Product, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatPrice, formatTime } from "../lib/format.ts";
import { gateName } from "../lib/gates.ts";
import { Choice } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import { type TermRow, termRows, trimmed } from "./termStructure.ts";

const Chart = lazy(() => import("./Chart.tsx"));

/** Hours before and after now. */
const RANGES = [
  { value: "near", label: "Next 2 days", before: 24, after: 48 },
  { value: "week", label: "Next 10 days", before: 24, after: 240 },
  { value: "month", label: "Next 30 days", before: 24, after: 720 },
] as const;

interface Properties {
  readonly product: Product;
  readonly market: GetMarketReturnType;
}

/** What each delivery hour cleared at, gate by gate. */
export function TermStructure({ product, market }: Properties) {
  const { graph, token } = useExchange();
  const { now } = useChainTime();
  const [rangeName, setRange] = useState<(typeof RANGES)[number]["value"]>("near");
  const range = RANGES.find(({ value }) => value === rangeName) ?? RANGES[0];
  const thisHour = Number(now / BigInt(market.period));
  const [fromHour, toHour] = [thisHour - range.before, thisHour + range.after];
  const lanes = market.lanes;
  const { data, error, refetch } = useFresh({
    key: ["term", product.id, fromHour, toHour],
    read: async () => {
      const variables = { product: numberGraphId(product.id), fromHour, toHour };
      const found = await queryAll(graph, termStructureQuery, variables, ({ pricePoints }) => pricePoints);
      return found
        .toSorted((a, b) => Number(BigInt(a.clearedAt) - BigInt(b.clearedAt)))
        .map(({ hour, lane, price, volume }) => ({ hour, price, volume: Number(volume), lane: lane.number }));
    },
    every: 5_000,
    keep: true,
  });
  const rows = useMemo(
    () =>
      trimmed(
        termRows(
          data ?? [],
          lanes.map(({ id }) => id),
          fromHour,
          toHour,
        ),
        thisHour,
      ),
    [data, lanes, fromHour, thisHour, toHour],
  );
  const traded = rows.filter(({ prices }) => prices.some((price) => price !== null));
  const [first, last] = [traded[0], traded.at(-1)];
  const money = (ticks: number) => formatPrice(ticks, product.trade.tickSize, token.decimals);
  return (
    <Panel
      title="Term structure"
      aside={<Choice label="Range" options={RANGES} value={rangeName} onChange={setRange} />}
      className="term"
    >
      <p className="muted">
        {product.name}: what each delivery hour cleared at, {token.symbol} per lot, at each of its gates
        {first && last && `, ${formatTime(first.hour * market.period)} to ${formatTime(last.hour * market.period)} UTC`}
        .
      </p>
      {error !== null && (
        <Failure title="Prices are not up to date" error={error} retry={() => void refetch()} detail={graph.url} />
      )}
      {data === undefined && error === null && <Loading what="prices" />}
      {data !== undefined && traded.length === 0 && (
        <p className="empty">Nothing has traded in these hours yet. The next clearing of a gate shows here.</p>
      )}
      {traded.length > 0 && (
        <Suspense fallback={<Loading what="the chart" />}>
          <Chart
            rows={rows}
            period={market.period}
            now={Number(now)}
            gates={lanes.map(gateName)}
            numberOf={(ticks) => Number(formatUnits(ticksToPrice(ticks, product.trade.tickSize), token.decimals))}
            format={money}
            label={`Clearing prices of ${product.name} by delivery hour and gate`}
          />
          <details>
            <summary>The same as a table</summary>
            <Table<TermRow>
              label="Clearing prices by delivery hour and gate"
              rows={traded}
              keyOf={({ hour }) => String(hour)}
              empty=""
              columns={[
                { title: "Delivery (UTC)", cell: ({ hour }) => formatTime(hour * market.period) },
                ...lanes.map((lane, i) => ({
                  title: gateName(lane),
                  numeric: true,
                  cell: ({ prices }: TermRow) => {
                    const price = prices[i];
                    return price === null || price === undefined ? "–" : money(price);
                  },
                })),
              ]}
            />
          </details>
        </Suspense>
      )}
    </Panel>
  );
}
