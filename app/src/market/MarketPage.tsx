import { type CurrentAuction, type Lane, seriesId } from "@clearhour/sdk";
import { useState } from "react";
import { type Product, useExchange } from "../app/exchange.tsx";
import { formatDuration, formatTime } from "../lib/format.ts";
import { gateName } from "../lib/gates.ts";
import { Choice, Select } from "../ui/Choice.tsx";
import { AuctionState } from "./AuctionState.tsx";
import { BookPanel } from "./BookPanel.tsx";
import { PastAuctions } from "./PastAuctions.tsx";
import { TermStructure } from "./TermStructure.tsx";
import { Ticket } from "./Ticket.tsx";
import { useAuctions } from "./useAuctions.ts";

export function MarketPage() {
  const { markets, products } = useExchange();
  const [chosen, choose] = useState<number>();
  const product = products.find(({ id }) => id === chosen) ?? products[0];
  const market = markets.find(({ id }) => id === product?.market);
  if (product === undefined || market === undefined) {
    return <p className="empty">Nothing is listed on this exchange yet.</p>;
  }
  return (
    <>
      <div className="bar">
        <h1>Market</h1>
        <Choice
          label="Product"
          options={products.map(({ id, name }) => ({ value: id, label: name }))}
          value={product.id}
          onChange={choose}
        />
      </div>
      <TermStructure product={product} market={market} />
      <Trading key={market.id} product={product} lanes={market.lanes} />
    </>
  );
}

interface TradingProperties {
  readonly product: Product;
  /** From the longest lead to the shortest. */
  readonly lanes: readonly Lane[];
}

function Trading({ product, lanes }: TradingProperties) {
  const [laneId, setLane] = useState<number>();
  const lane = lanes.find(({ id }) => id === laneId) ?? lanes.at(-1);
  if (lane === undefined) return <p className="empty">This market has no gates.</p>;
  return (
    <>
      <div className="bar">
        <Choice
          label="Gate"
          options={lanes.map((one) => ({ value: one.id, label: gateName(one) }))}
          value={lane.id}
          onChange={setLane}
        />
        <p className="muted">
          Final {formatDuration(lane.lead)} before delivery; takes orders for {formatDuration(lane.collect)}, covers{" "}
          {lane.window === 1 ? "one hour" : `${lane.window} hours`}.
        </p>
      </div>
      <Gate key={lane.id} product={product} lane={lane} />
      <PastAuctions key={`past ${lane.id}`} lane={lane} />
    </>
  );
}

function Gate({ product, lane }: { readonly product: Product; readonly lane: Lane }) {
  const auctions = useAuctions(lane);
  const [number, setNumber] = useState<number>();
  const auction =
    auctions.find((one) => one.number === number) ?? auctions.find(({ state }) => state === "collect") ?? auctions[0];
  if (auction === undefined) return <p className="empty">No auction is under way at this gate.</p>;
  return (
    <>
      <AuctionState auction={auction} auctions={auctions} onChange={setNumber} />
      <Hour product={product} auction={auction} period={lane.period} />
    </>
  );
}

interface HourProperties {
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly period: number;
}

function Hour({ product, auction, period }: HourProperties) {
  const [chosen, choose] = useState<number>();
  const hours = Array.from({ length: auction.endHour - auction.firstHour }, (_, i) => auction.firstHour + i);
  const hour = hours.find((one) => one === chosen) ?? auction.firstHour;
  const series = seriesId(product.id, hour);
  return (
    <>
      {hours.length > 1 && (
        <div className="bar">
          <Select
            label="Delivery hour (UTC)"
            options={hours.map((one) => ({ value: one, label: formatTime(one * period) }))}
            value={hour}
            onChange={choose}
          />
        </div>
      )}
      <div className="trade">
        <BookPanel product={product} auction={auction} series={series} />
        <Ticket key={product.id} product={product} auction={auction} hour={hour} onHour={choose} />
      </div>
    </>
  );
}
