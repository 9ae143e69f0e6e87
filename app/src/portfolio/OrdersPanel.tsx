import { collect } from "@clearhour/sdk";
import { type OrdersQuery, ordersQuery, outcomeOf, queryGraph } from "@clearhour/sdk/graph";
import { useState } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { productNamed, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatPrice, formatTime, lotsInWords } from "../lib/format.ts";
import { gateName } from "../lib/gates.ts";
import { firstOf } from "../lib/pages.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import { Table } from "../ui/Table.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { KIND_WORDS, STATE_WORDS, whyOf } from "./orderWords.ts";

type Order = OrdersQuery["orders"][number];

/** Orders that are shown at first, and with each step further. */
const STEP = 100;
/** Orders that one transaction collects at most. */
const BATCH = 100;

/** A wallet's orders, what became of them, and why. */
export function OrdersPanel({ wallet }: { readonly wallet: Wallet }) {
  const { deployment, graph, markets, products, token } = useExchange();
  const { now } = useChainTime();
  const { send, busy } = useSend();
  const [shown, show] = useState(STEP);
  const owner = wallet.address;
  const { data, error } = useFresh({
    key: ["orders", owner, shown],
    read: async () => {
      const [latest, uncollected] = await Promise.all([
        firstOf(shown, async (page) => (await queryGraph(graph, ordersQuery, { owner, ...page })).orders),
        firstOf(Number.POSITIVE_INFINITY, async (page) => {
          return (await queryGraph(graph, ordersQuery, { owner, collected: [false], ...page })).orders;
        }),
      ]);
      return { latest, uncollected: uncollected.rows };
    },
    keep: true,
  });
  const orders = (data?.latest.rows ?? []).map((order) => ({ order, report: outcomeOf(order, now) }));
  const waiting = (data?.uncollected ?? []).filter((order) => outcomeOf(order, now).code !== "pending");
  const lanes = markets.flatMap((market) => market.lanes);
  const price = (order: Order) => (ticks: number) => formatPrice(ticks, BigInt(order.product.tickSize), token.decimals);
  const collectAll = async () => {
    for (let from = 0; from < waiting.length; from += BATCH) {
      const orders = waiting
        .slice(from, from + BATCH)
        .map(({ account, slot }) => ({ accountId: account.id, slot: BigInt(slot) }));
      const title = `Collect ${orders.length} ${orders.length === 1 ? "order" : "orders"}`;
      if (!(await send(title, (client) => collect(client, { deployment, orders })))) return;
    }
  };
  return (
    <Panel
      title="Orders"
      aside={
        waiting.length > 0 && (
          <button type="button" className="small" disabled={busy} onClick={() => void collectAll()}>
            Collect {waiting.length}
          </button>
        )
      }
    >
      {error !== null && <Failure title="Orders are not up to date" error={error} detail={graph.url} />}
      {data === undefined && error === null && <Loading what="orders" />}
      {data !== undefined && (
        <Table
          label="Orders"
          rows={orders}
          keyOf={({ order }) => order.id}
          empty="No order yet. Place one on the Market page."
          columns={[
            {
              title: "State",
              cell: ({ order, report }) => {
                const [words, kind] = STATE_WORDS[report.code];
                return (
                  <>
                    <span className={`tag ${kind}`}>{words}</span>
                    {!order.collected && report.code !== "pending" && <div className="hint">to be collected</div>}
                  </>
                );
              },
            },
            {
              title: "Order",
              cell: ({ order }) => (
                <span className="nowrap">
                  {KIND_WORDS[order.kind]} {lotsInWords(order.lots)}: {productNamed(products, order.product.number)}
                </span>
              ),
            },
            {
              title: "Delivery (UTC)",
              cell: ({ order }) => <span className="nowrap">{formatTime(BigInt(order.series.start))}</span>,
            },
            {
              title: "Gate",
              cell: ({ order }) => {
                const lane = lanes.find(({ id }) => id === order.auction.lane.number);
                return <span className="nowrap">{lane === undefined ? "–" : gateName(lane)}</span>;
              },
            },
            { title: "Limit", numeric: true, cell: ({ order }) => price(order)(order.price) },
            { title: "Filled", numeric: true, cell: ({ report }) => formatLots(report.filled) },
            {
              title: "Why",
              cell: ({ order, report }) => <div className="why">{whyOf(report, order, price(order))}</div>,
            },
          ]}
        />
      )}
      <ShowMore more={data?.latest.more === true} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}
