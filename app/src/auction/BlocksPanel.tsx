import { useState } from "react";
import { type Product, productNamed, useExchange } from "../app/exchange.tsx";
import {
  BLOCK_KIND_WORDS,
  BLOCK_STATE_WORDS,
  blockFillInWords,
  blockLotsInWords,
  blockWhyOf,
} from "../lib/blockWords.ts";
import { formatAverage, formatMoney, formatPrice, formatTime } from "../lib/format.ts";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import { Table } from "../ui/Table.tsx";
import { type BlockRow, regretOf } from "./blockRows.ts";

/** Strips and blocks that are shown at first, and with each step further. */
const STEP = 50;

interface Properties {
  readonly rows: readonly BlockRow[];
  readonly products: readonly Product[];
  /** Seconds of a delivery period. */
  readonly period: number;
}

/** The strips and blocks of an auction: which were filled, what each gains or would have gained, and why. */
export function BlocksPanel({ rows, products, period }: Properties) {
  const { token } = useExchange();
  const [shown, show] = useState(STEP);
  const amount = (units: bigint) => formatMoney(units, token.decimals);
  const limit = ({ price, product }: BlockRow["order"]) => formatPrice(price, BigInt(product.tickSize), token.decimals);
  const regret = regretOf(rows);
  const why = ({ order, report }: BlockRow) => {
    const { average } = report;
    const surplus = report.surplus < 0n ? -report.surplus : report.surplus;
    return blockWhyOf(report, order, {
      limit: limit(order),
      average: average === undefined ? "" : formatAverage(average, BigInt(order.product.tickSize), token.decimals),
      surplus: `${amount(surplus)} ${token.symbol}`,
    });
  };
  return (
    <Panel title="Strips and blocks">
      <p className="muted">
        Limits and average prices in {token.symbol} per lot and hour.
        {regret > 0n && ` What is not filled but would have gained adds up to ${amount(regret)} ${token.symbol}.`}
      </p>
      <Table<BlockRow>
        label="Strips and blocks"
        rows={rows.slice(0, shown)}
        keyOf={({ order }) => order.id}
        empty="No strip or block."
        columns={[
          {
            title: "State",
            cell: ({ report }) => {
              const [words, look] = BLOCK_STATE_WORDS[report.code];
              return <span className={`tag ${look}`}>{words}</span>;
            },
          },
          {
            title: "Order",
            cell: ({ order }) => (
              <span>
                {BLOCK_KIND_WORDS[order.kind]}
                {products.length > 1 && `: ${productNamed(products, order.product.number)}`}
              </span>
            ),
          },
          {
            title: "Delivery (UTC)",
            cell: ({ order }) => (
              <span>
                {formatTime(order.hour * period)}, {order.periods === 1 ? "1 hour" : `${order.periods} hours`}
              </span>
            ),
          },
          { title: "Lots per hour", cell: ({ order }) => blockLotsInWords(order) },
          { title: "Limit", numeric: true, cell: ({ order }) => limit(order) },
          {
            title: "Filled",
            numeric: true,
            cell: ({ order, report }) => (report.code === "pending" ? "–" : blockFillInWords(report.filled, order)),
          },
          {
            title: `Surplus, ${token.symbol}`,
            numeric: true,
            cell: (row) => <Surplus row={row} amount={amount} />,
          },
          { title: "Why", cell: (row) => <div className="why">{why(row)}</div> },
        ]}
      />
      <ShowMore more={rows.length > shown} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}

interface SurplusProperties {
  readonly row: BlockRow;
  readonly amount: (units: bigint) => string;
}

/** What it gains where it is filled, and what it would have gained or lost where it is not. */
function Surplus({ row: { gained, missed, report }, amount }: SurplusProperties) {
  if (report.average === undefined) return "–";
  return (
    <>
      {report.filled > 0 && <div>gains {amount(gained)}</div>}
      {(report.filled === 0 || missed !== 0n) && (
        <div>
          would have {missed < 0n ? "lost" : "gained"} {amount(missed < 0n ? -missed : missed)}
        </div>
      )}
    </>
  );
}
