import { seriesId, ticksToPrice } from "@clearhour/sdk";
import { curvesQuery, queryAll, wordGraphId } from "@clearhour/sdk/graph";
import { lazy, Suspense, useState } from "react";
import { formatUnits } from "viem";
import { type Product, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatPrice, formatTime, lotsInWords } from "../lib/format.ts";
import { Choice, Select } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import { type BlockRow, lotsInBlocks } from "./blockRows.ts";
import { curveRows, hourRows, type InBlocks, type Level, levelsOf } from "./curves.ts";
import type { AuctionHistory, PricePoint } from "./useHistory.ts";

const CurveChart = lazy(() => import("./CurveChart.tsx"));

interface Properties {
  readonly auction: bigint;
  readonly hours: readonly number[];
  /** Seconds of a delivery period. */
  readonly period: number;
  readonly products: readonly Product[];
  readonly history: AuctionHistory;
  readonly blocks: readonly BlockRow[];
}

/** Supply and demand of each hour, and what it cleared at. */
export function HoursPanel({ auction, hours, period, products, history, blocks }: Properties) {
  const { token } = useExchange();
  const traded = history.prices.filter(({ volume }) => volume !== "0");
  const [chosenProduct, chooseProduct] = useState<number>();
  const [chosenHour, chooseHour] = useState<number>();
  // Where something was traded, or may be.
  const [first] = [...traded, ...history.blocks];
  const product = products.find(({ id }) => id === (chosenProduct ?? first?.product.number)) ?? products[0];
  if (product === undefined) return null;
  const points = new Map(
    history.prices.filter((point) => point.product.number === product.id).map((point) => [point.hour, point]),
  );
  const withTrade = traded.find((point) => point.product.number === product.id)?.hour;
  const hour = chosenHour ?? withTrade ?? hours[0] ?? 0;
  const money = (ticks: number) => formatPrice(ticks, product.trade.tickSize, token.decimals);
  const labelOf = (one: number) => {
    const point = points.get(one);
    const what = point === undefined || point.volume === "0" ? "" : ` · ${lotsInWords(BigInt(point.volume))}`;
    return `${formatTime(one * period)}${what}`;
  };
  return (
    <Panel title="Supply and demand">
      <div className="bar">
        {products.length > 1 && (
          <Choice
            label="Product"
            options={products.map(({ id, name }) => ({ value: id, label: name }))}
            value={product.id}
            onChange={chooseProduct}
          />
        )}
        {hours.length > 1 && (
          <Select
            label="Delivery hour (UTC)"
            options={hours.map((one) => ({ value: one, label: labelOf(one) }))}
            value={hour}
            onChange={chooseHour}
          />
        )}
      </div>
      <Hour
        key={`${product.id} ${hour}`}
        auction={auction}
        product={product}
        hour={hour}
        name={`${product.name}, ${formatTime(hour * period)} UTC`}
        point={points.get(hour)}
        blocks={lotsInBlocks(blocks, product.id, hour)}
        money={money}
      />
    </Panel>
  );
}

interface HourProperties {
  readonly auction: bigint;
  readonly product: Product;
  readonly hour: number;
  /** For people. */
  readonly name: string;
  /** What it cleared at; undefined until then. */
  readonly point: PricePoint | undefined;
  readonly blocks: InBlocks;
  readonly money: (ticks: number) => string;
}

function Hour({ auction, product, hour, name, point, blocks, money }: HourProperties) {
  const { graph, token } = useExchange();
  const { data, error } = useFresh({
    key: ["curves", auction, product.id, hour],
    read: async () => {
      const variables = { auction: wordGraphId(auction), series: wordGraphId(seriesId(product.id, hour)) };
      return levelsOf(await queryAll(graph, curvesQuery, variables, ({ orders }) => orders));
    },
  });
  const cleared =
    point === undefined || point.volume === "0" ? undefined : { price: point.price, volume: Number(point.volume) };
  const inBlocks = blocks.bought + blocks.sold > 0;
  return (
    <>
      {error !== null && <Failure title="The hour's orders are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="the hour's orders" />}
      {point !== undefined && <Figures point={point} blocks={blocks} money={money} />}
      {data?.length === 0 && (
        <p className="empty">
          No hourly order stands in this hour.{inBlocks && " Strips and blocks trade with each other."}
        </p>
      )}
      {data !== undefined && (data.length > 0 || inBlocks) && (
        <Suspense fallback={<Loading what="the chart" />}>
          <CurveChart
            rows={curveRows(data, blocks)}
            cleared={cleared}
            inBlocks={blocks}
            numberOf={(ticks) => Number(formatUnits(ticksToPrice(ticks, product.trade.tickSize), token.decimals))}
            format={money}
            unit={`${token.symbol} per lot`}
            label={`Supply and demand of ${name}${cleared === undefined ? "" : `, cleared at ${money(cleared.price)} ${token.symbol} with ${lotsInWords(cleared.volume)}`}`}
          />
          {inBlocks && (
            <p className="hint">
              Shaded: what strips and blocks buy and sell in this hour, whatever its price.
              {data.length > 0 && " Hourly orders come after it."}
            </p>
          )}
          <details>
            <summary>The same as a table</summary>
            <p className="hint">In all: what would be bought, and sold, at that price.</p>
            <Levels {...{ levels: data, blocks, money }} cleared={cleared?.price} />
          </details>
        </Suspense>
      )}
    </>
  );
}

interface LevelsProperties {
  readonly levels: readonly Level[];
  readonly blocks: InBlocks;
  /** The clearing price, ticks. */
  readonly cleared: number | undefined;
  readonly money: (ticks: number) => string;
}

/** The chart in numbers. */
function Levels({ levels, blocks, cleared, money }: LevelsProperties) {
  const { token } = useExchange();
  const lots = (count: number) => (count === 0 ? "–" : formatLots(count));
  const { bought, sold } = blocks;
  const atAnyPrice = { price: undefined, buys: bought, sells: sold, demand: bought, supply: sold };
  return (
    <Table
      label="Orders of the hour by price"
      rows={[...(bought + sold > 0 ? [atAnyPrice] : []), ...hourRows(levels, blocks, cleared)]}
      keyOf={({ price }) => String(price)}
      empty=""
      columns={[
        {
          title: `Price, ${token.symbol}`,
          numeric: true,
          cell: ({ price }) => {
            if (price === undefined) return "any: strips and blocks";
            return price === cleared ? <strong>{money(price)}, clearing price</strong> : money(price);
          },
        },
        { title: "Buy lots", numeric: true, cell: ({ buys }) => lots(buys) },
        { title: "Sell lots", numeric: true, cell: ({ sells }) => lots(sells) },
        { title: "Demand in all", numeric: true, cell: ({ demand }) => lots(demand) },
        { title: "Supply in all", numeric: true, cell: ({ supply }) => lots(supply) },
      ]}
    />
  );
}

type FiguresProperties = Pick<HourProperties, "blocks" | "money"> & { readonly point: PricePoint };

function Figures({ point, blocks, money }: FiguresProperties) {
  const { token } = useExchange();
  const volume = Number(point.volume);
  return (
    <dl className="figures">
      <div>
        <dt>Clearing price</dt>
        <dd>{volume === 0 ? "nothing traded" : `${money(point.price)} ${token.symbol}`}</dd>
      </div>
      <div>
        <dt>Traded</dt>
        <dd>{lotsInWords(volume)}</dd>
      </div>
      <div>
        <dt>Of it, strips and blocks</dt>
        <dd>
          {[
            blocks.bought > 0 && `bought ${lotsInWords(blocks.bought)}`,
            blocks.sold > 0 && `sold ${lotsInWords(blocks.sold)}`,
          ]
            .filter(Boolean)
            .join(", ") || "none"}
        </dd>
      </div>
    </dl>
  );
}
