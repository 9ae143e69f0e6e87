import type { CurrentAuction, OrderSide, QuoteBlockReturnType } from "@clearhour/sdk";
import { type Product, useExchange } from "../app/exchange.tsx";
import { formatAverage, formatLots, formatMoney, formatTime, lotsInWords } from "../lib/format.ts";
import { likelyOf } from "./likely.ts";

interface Properties {
  readonly quote: QuoteBlockReturnType;
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly side: OrderSide;
  /** In each of its hours. */
  readonly lots: readonly number[];
  /** The limit as it was typed, quote units per lot. */
  readonly asked: bigint;
  /** Free cash, quote units. */
  readonly cash: bigint | undefined;
  /** What its hours would clear at now, ticks. */
  readonly prices: readonly number[] | undefined;
}

/** What placing a strip or block takes, in the contract's own integers, and what may become of it. */
export function BlockQuote({ asked, auction, cash, lots, prices, product, quote, side }: Properties) {
  const { markets, token } = useExchange();
  const params = markets.find(({ id }) => id === product.market)?.params;
  const money = (amount: bigint) => `${formatMoney(amount, token.decimals)} ${token.symbol}`;
  const short = cash !== undefined && quote.cash > cash ? quote.cash - cash : 0n;
  const all = lots.reduce((sum, one) => sum + one, 0);
  return (
    <div className="quote" data-testid="quote">
      <dl>
        <div>
          <dt>Set aside now</dt>
          <dd>
            <strong>{money(quote.cash)}</strong>
          </dd>
        </div>
        <div>
          <dt>Of it, for its place in the list</dt>
          <dd>{money(quote.placeFee)}</dd>
        </div>
        {side === "sell" && (
          <div>
            <dt>Escrow</dt>
            <dd>
              <strong>{lotsInWords(all)}</strong> over {lots.length} {lots.length === 1 ? "hour" : "hours"}
            </dd>
          </div>
        )}
        {quote.stake > 0n && (
          <div>
            <dt>Stake reserved</dt>
            <dd>{money(quote.stake)}</dd>
          </div>
        )}
        {params !== undefined && (
          <div>
            <dt>Worth (the market takes {money(params.minNotional)} at least)</dt>
            <dd>{money(quote.worth)}</dd>
          </div>
        )}
        <div>
          <dt>{side === "buy" ? "Filled, costs at most" : "Filled, earns at least"}</dt>
          <dd>{money(side === "buy" ? quote.worstCost : quote.proceedsAtLimit)}</dd>
        </div>
        <div>
          <dt>Not filled, costs</dt>
          <dd>{money(quote.placeFee)}</dd>
        </div>
      </dl>
      {prices !== undefined && params !== undefined && (
        <LikelyWords {...{ lots, prices, product, quote, side }} feeBps={params.feeBps} />
      )}
      <p className="hint">
        A place costs more as the list fills, twice as much with each eighth: {formatLots(quote.list.used)} of{" "}
        {formatLots(quote.list.max)} words are taken, it takes {quote.words}. Trading fees count against it.
      </p>
      <p className="hint">
        The auction closes {formatTime(auction.close)} and is final {formatTime(auction.deadline)} UTC. What is not
        filled then comes back, all but its place; where nobody clears the auction, that too.
      </p>
      {quote.price !== asked && (
        <p className="hint">Counts as {money(quote.price)}: this auction's prices end there on average.</p>
      )}
      {short > 0n && (
        <p className="hint bad">
          {money(short)} more free cash is needed: deposit it on the <a href="#/portfolio">Portfolio</a> page.
        </p>
      )}
    </div>
  );
}

interface LikelyProperties extends Pick<Properties, "lots" | "product" | "quote" | "side"> {
  readonly prices: readonly number[];
  readonly feeBps: number;
}

function LikelyWords({ feeBps, lots, prices, product, quote, side }: LikelyProperties) {
  const { token } = useExchange();
  const { tickSize } = product.trade;
  const order = { side, limit: quote.ticks, lots, placeFee: quote.placeFee };
  const { amount, average, off } = likelyOf(order, prices, { tickSize, feeBps });
  const price = (ticks: number) => formatAverage(ticks, tickSize, token.decimals);
  const now = `At prices as they are now, ${price(average)} on average,`;
  return (
    <p className="likely">
      {off > 0 &&
        `${now} it would likely fill, and ${side === "buy" ? "cost" : "earn"} ${formatMoney(amount, token.decimals)} ${token.symbol}.`}
      {off === 0 && `${now} it is on the edge: its limit is exactly that.`}
      {off < 0 && `${now} it would not fill: its limit is ${price(-off)} ${side === "buy" ? "below" : "above"}.`}
    </p>
  );
}
