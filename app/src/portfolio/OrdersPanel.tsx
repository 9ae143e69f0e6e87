import { collect } from "@clearhour/sdk";
import { type OrdersQuery, ordersQuery, outcomeOf, queryGraph } from "@clearhour/sdk/graph";
import { useChainTime } from "../app/chainTime.tsx";
import { productNamed, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { formatLots, formatPrice, formatTime } from "../lib/format.ts";
import { gateName } from "../lib/gates.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { Table } from "../ui/Table.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { KIND_WORDS, STATE_WORDS, whyOf } from "./orderWords.ts";

type Order = OrdersQuery["orders"][number];

/** A wallet's orders, what became of them, and why. */
export function OrdersPanel({ wallet }: { readonly wallet: Wallet }) {
  const { deployment, graph, markets, products, token } = useExchange();
  const { now } = useChainTime();
  const { send, busy } = useSend();
  const { data, error } = useFresh({
    key: ["orders", wallet.address],
    read: () => queryGraph(graph, ordersQuery, { owner: wallet.address }),
  });
  const orders = (data?.orders ?? []).map((order) => ({ order, report: outcomeOf(order, now) }));
  const waiting = orders.filter(({ order, report }) => !order.collected && report.code !== "pending");
  const lanes = markets.flatMap((market) => market.lanes);
  const price = (order: Order) => (ticks: number) => formatPrice(ticks, BigInt(order.product.tickSize), token.decimals);
  const collectAll = () =>
    send(`Collect ${waiting.length} ${waiting.length === 1 ? "order" : "orders"}`, (client) =>
      collect(client, {
        deployment,
        orders: waiting.map(({ order }) => ({ accountId: order.account.id, slot: BigInt(order.slot) })),
      }),
    );
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
                  {KIND_WORDS[order.kind]} {formatLots(order.lots)} × {productNamed(products, order.product.number)}
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
    </Panel>
  );
}
