import type { OrderSide, QuoteOrderReturnType } from "@clearhour/sdk";
import { useExchange } from "../app/exchange.tsx";
import { formatMoney, lotsInWords } from "../lib/format.ts";

interface Properties {
  readonly quote: QuoteOrderReturnType;
  readonly side: OrderSide;
  /** The limit as it was typed, quote units per lot. */
  readonly asked: bigint;
  /** Free cash, quote units. */
  readonly cash: bigint | undefined;
}

/** What placing an order takes: the contract's own integers. */
export function Quote({ quote, side, asked, cash }: Properties) {
  const { token } = useExchange();
  const money = (amount: bigint) => `${formatMoney(amount, token.decimals)} ${token.symbol}`;
  const short = cash !== undefined && quote.cash > cash ? quote.cash - cash : 0n;
  return (
    <div className="quote" data-testid="quote">
      <dl>
        {quote.cash > 0n && (
          <div>
            <dt>{side === "buy" ? "Escrow: limit and fee" : "Collateral"}</dt>
            <dd>
              <strong>{money(quote.cash)}</strong>
            </dd>
          </div>
        )}
        {quote.lots > 0 && (
          <div>
            <dt>Escrow</dt>
            <dd>
              <strong>{lotsInWords(quote.lots)}</strong>
            </dd>
          </div>
        )}
        {quote.stake > 0n && (
          <div>
            <dt>Stake reserved</dt>
            <dd>{money(quote.stake)}</dd>
          </div>
        )}
        <div>
          <dt>Fee at most</dt>
          <dd>{money(quote.feeAtLimit)}</dd>
        </div>
        {side !== "buy" && (
          <div>
            <dt>Earns at least, if filled</dt>
            <dd>{money(quote.proceedsAtLimit)}</dd>
          </div>
        )}
      </dl>
      {quote.price !== asked && (
        <p className="hint">Counts as {money(quote.price)}: this auction's prices end there.</p>
      )}
      {short > 0n && (
        <p className="hint bad">
          {money(short)} more free cash is needed: deposit it on the <a href="#/portfolio">Portfolio</a> page.
        </p>
      )}
    </div>
  );
}
