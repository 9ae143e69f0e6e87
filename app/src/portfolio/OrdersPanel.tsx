import { collect, collectBlocks } from "@clearhour/sdk";
import { outcomeOf } from "@clearhour/sdk/graph";
import { useState } from "react";
import { useChainTime } from "../app/chainTime.tsx";
import { productNamed, useExchange } from "../app/exchange.tsx";
import { auctionAddress } from "../app/route.ts";
import { gateName } from "../lib/gates.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Loading } from "../ui/Loading.tsx";
import { Panel } from "../ui/Panel.tsx";
import { ShowMore } from "../ui/ShowMore.tsx";
import { Table } from "../ui/Table.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { blockRow, hourlyRow, latestFirst } from "./orderRows.ts";
import { type BlockOrder, type HourlyOrder, useBlockReports, useOrders } from "./useOrders.ts";

/** Orders that are shown at first, and with each step further. */
const STEP = 100;
/** Orders that one transaction collects at most. */
const BATCH = 100;
/** Strips and blocks that one transaction collects at most: each may have 48 periods. */
const BLOCK_BATCH = 10;

/** A wallet's orders, what became of them, and why. */
export function OrdersPanel({ wallet }: { readonly wallet: Wallet }) {
  const { graph, markets, products, token } = useExchange();
  const { now } = useChainTime();
  const [shown, show] = useState(STEP);
  const { hourly, blocks } = useOrders(wallet, shown);
  const reports = useBlockReports(blocks.data?.rows ?? [], now);
  const periodOf = (product: number) => markets.find((market) => market.products.includes(product))?.period ?? 3600;
  const rows = latestFirst([
    ...(hourly.data?.rows ?? []).map((order) => hourlyRow(order, now, token)),
    ...(blocks.data?.rows ?? []).map((order) =>
      blockRow(order, reports.get(order.id), periodOf(order.product.number), token),
    ),
  ]);
  const more = hourly.data?.more === true || blocks.data?.more === true || rows.length > shown;
  const error = hourly.error ?? blocks.error;
  const stale =
    hourly.error === null ? "Strips and blocks are" : blocks.error === null ? "Hourly orders are" : "Orders are";
  const lanes = markets.flatMap((market) => market.lanes);
  return (
    <Panel
      title="Orders"
      aside={<Collect hourly={hourly.data?.uncollected ?? []} blocks={blocks.data?.uncollected ?? []} />}
    >
      {error !== null && <Failure title={`${stale} not up to date`} error={error} detail={graph.url} />}
      {(isLoading(hourly) || isLoading(blocks)) && <Loading what="orders" />}
      {(rows.length > 0 || (hourly.data !== undefined && blocks.data !== undefined)) && (
        <Table
          label="Orders"
          rows={rows.slice(0, shown)}
          keyOf={({ id }) => id}
          empty="No order yet. Place one on the Market page."
          columns={[
            {
              title: "State",
              cell: ({ collectable, state: [words, look] }) => (
                <>
                  <span className={`tag ${look}`}>{words}</span>
                  {collectable && <div className="hint">to be collected</div>}
                </>
              ),
            },
            {
              title: "Order",
              cell: ({ product, what }) => (
                <span>
                  {what}: <span className="nowrap">{productNamed(products, product)}</span>
                </span>
              ),
            },
            { title: "Delivery (UTC)", cell: ({ delivery }) => <span className="nowrap">{delivery}</span> },
            {
              title: "Gate",
              cell: (row) => {
                const lane = lanes.find(({ id }) => id === row.lane);
                return (
                  <a className="nowrap" href={auctionAddress(row.auction)}>
                    {lane === undefined ? `Auction ${row.auction}` : gateName(lane)}
                  </a>
                );
              },
            },
            { title: "Limit", numeric: true, cell: ({ limit }) => limit },
            { title: "Filled", numeric: true, cell: ({ filled }) => filled },
            { title: "Why", cell: ({ why }) => <div className="why">{why}</div> },
          ]}
        />
      )}
      <ShowMore more={more} onMore={() => show(shown + STEP)} />
    </Panel>
  );
}

function isLoading({ data, error }: { readonly data: unknown; readonly error: unknown }): boolean {
  return data === undefined && error === null;
}

interface CollectProperties {
  readonly hourly: readonly HourlyOrder[];
  readonly blocks: readonly BlockOrder[];
}

/** Collects all whose auction is over, one transaction after the other. */
function Collect({ blocks, hourly }: CollectProperties) {
  const { deployment } = useExchange();
  const { now } = useChainTime();
  const { send, busy } = useSend();
  const hours = hourly.filter((order) => outcomeOf(order, now).code !== "pending").map(placeOf);
  const several = blocks.filter(({ auction }) => now >= BigInt(auction.deadline)).map(placeOf);
  if (hours.length + several.length === 0) return null;
  const collectAll = async () => {
    for (let from = 0; from < hours.length; from += BATCH) {
      const orders = hours.slice(from, from + BATCH);
      const title = `Collect ${orders.length} ${orders.length === 1 ? "order" : "orders"}`;
      if (!(await send(title, (client) => collect(client, { deployment, orders })))) return;
    }
    for (let from = 0; from < several.length; from += BLOCK_BATCH) {
      const orders = several.slice(from, from + BLOCK_BATCH);
      const title = `Collect ${orders.length} ${orders.length === 1 ? "strip or block" : "strips and blocks"}`;
      if (!(await send(title, (client) => collectBlocks(client, { deployment, orders })))) return;
    }
  };
  return (
    <button type="button" className="small" disabled={busy} onClick={() => void collectAll()}>
      Collect {hours.length + several.length}
    </button>
  );
}

function placeOf({ account, slot }: HourlyOrder | BlockOrder) {
  return { accountId: account.id, slot: BigInt(slot) };
}
