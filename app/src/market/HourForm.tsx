import {
  type CurrentAuction,
  getBalance,
  getFreeSlots,
  getPosition,
  type OrderSide,
  placeOrders,
  quoteOrder,
  seriesId,
} from "@clearhour/sdk";
import { type FormEvent, useState } from "react";
import { type Product, useExchange } from "../app/exchange.tsx";
import { useFresh } from "../app/useFresh.ts";
import { parseAmount, parseLots } from "../lib/amounts.ts";
import { formatLots, formatMoney, lotsInWords } from "../lib/format.ts";
import { KIND_WORDS } from "../portfolio/orderWords.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Choice } from "../ui/Choice.tsx";
import { Failure } from "../ui/Failure.tsx";
import { Field } from "../ui/Field.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { OrderFoot } from "./OrderFoot.tsx";
import { Quote } from "./Quote.tsx";
import { EXPLAINED, SIDES } from "./sides.ts";

interface Properties {
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly hour: number;
  readonly wallet: Wallet;
}

/** Places an hourly order; what it takes is shown before anything is signed. */
export function HourForm({ product, auction, hour, wallet }: Properties) {
  const { client, deployment, token } = useExchange();
  const { accountId } = wallet;
  const series = seriesId(product.id, hour);
  const { send, busy } = useSend();
  const [side, setSide] = useState<OrderSide>("buy");
  const [lotsText, setLots] = useState("1");
  const [priceText, setPrice] = useState("");
  const lots = parseLots(lotsText);
  const price = parseAmount(priceText, token.decimals);
  const typed = lots !== undefined && price !== undefined;
  const held = useFresh({
    key: ["held", accountId, series],
    read: async () => {
      const [cash, position] = await Promise.all([
        getBalance(client, { deployment, accountId }),
        getPosition(client, { deployment, accountId, series }),
      ]);
      return { cash, position };
    },
  }).data;
  const quote = useFresh({
    key: ["quote", accountId, auction.auction, series, side, lots, price],
    read: () =>
      quoteOrder(client, {
        deployment,
        accountId,
        auction: auction.auction,
        series,
        side,
        lots: lots ?? 0,
        price: price ?? 0n,
      }),
    enabled: typed,
  });
  const tick = formatMoney(product.trade.tickSize, token.decimals, 0);

  async function place(event: FormEvent) {
    event.preventDefault();
    if (lots === undefined || price === undefined) return;
    const title = `${KIND_WORDS[side]} ${lotsInWords(lots)} of ${product.name} at ${formatMoney(price, token.decimals)}`;
    await send(title, async (signer) => {
      const [slot = 0] = await getFreeSlots(client, { deployment, accountId });
      return await placeOrders(signer, {
        deployment,
        orders: [{ auction: auction.auction, series, side, price, lots, slot }],
      });
    });
  }

  return (
    <form onSubmit={(event) => void place(event)}>
      <Choice label="Side" options={SIDES} value={side} onChange={setSide} />
      <p className="hint">{EXPLAINED[side]}</p>
      <div className="pair">
        <Field
          label="Lots"
          value={lotsText}
          onChange={setLots}
          inputMode="numeric"
          invalid={lots === undefined}
          hint={lots === undefined ? "A whole number from 1." : undefined}
        />
        <Field
          label="Limit per lot"
          value={priceText}
          onChange={setPrice}
          unit={token.symbol}
          invalid={priceText !== "" && price === undefined}
          hint={priceText !== "" && price === undefined ? "A number such as 24.50." : `In steps of ${tick}.`}
        />
      </div>
      <OrderFoot
        busy={busy}
        collects={auction.state === "collect"}
        asking={typed && quote.data === undefined && quote.error === null}
        ready={typed && quote.data !== undefined}
        quote={
          quote.data !== undefined &&
          price !== undefined && <Quote quote={quote.data} side={side} asked={price} cash={held?.cash} />
        }
        refusal={quote.error !== null && typed && <Failure title="No such order" error={quote.error} />}
        held={held && { cash: held.cash, lots: `${formatLots(held.position)} lots of this hour` }}
      />
    </form>
  );
}
