import type { ReactNode } from "react";
import { useExchange } from "../app/exchange.tsx";
import { formatMoney } from "../lib/format.ts";

interface Properties {
  /** Whether the auction takes orders. */
  readonly collects: boolean;
  /** Whether something is being sent. */
  readonly busy: boolean;
  /** Whether the chain is asked what the order takes, and has not answered yet. */
  readonly asking: boolean;
  /** Whether the order can be placed where the auction takes it. */
  readonly ready: boolean;
  /** What the order takes. */
  readonly quote: ReactNode;
  /** Why it is refused. */
  readonly refusal: ReactNode;
  /** What the wallet has; `undefined` until it is read. */
  readonly held:
    | {
        /** Quote units. */
        readonly cash: bigint;
        /** Of what the order trades, in words; empty where that does not matter. */
        readonly lots: string;
      }
    | undefined;
}

/** The end of a form that places an order: what that takes, why it is refused, what the wallet has, and the button. */
export function OrderFoot({ asking, busy, collects, held, quote, ready, refusal }: Properties) {
  const { token } = useExchange();
  return (
    <>
      {asking && (
        <p className="hint" role="status">
          Asking what it takes …
        </p>
      )}
      {quote}
      {refusal}
      {held !== undefined && (
        <p className="hint">
          You have {formatMoney(held.cash, token.decimals)} {token.symbol} free
          {held.lots !== "" && ` and ${held.lots}`}.
        </p>
      )}
      <button type="submit" className="primary wide" disabled={busy || !collects || !ready}>
        {busy ? "Waiting …" : "Place order"}
      </button>
      <p className="hint">
        {collects
          ? "Orders are firm: they cannot be taken back before their auction clears."
          : "This auction takes no more orders: it is being cleared. Choose another one."}
      </p>
    </>
  );
}
