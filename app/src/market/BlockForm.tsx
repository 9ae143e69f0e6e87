import { type CurrentAuction, type OrderSide, parseSeriesId, placeBlocks, seriesId } from "@clearhour/sdk";
import { type FormEvent, useState } from "react";
import { type Product, useExchange } from "../app/exchange.tsx";
import { parseAmount } from "../lib/amounts.ts";
import { blockTitle } from "../lib/blockTitle.ts";
import { formatEnd, formatLots, formatMoney, formatPrice, formatTime } from "../lib/format.ts";
import { useSend } from "../transactions/transactions.tsx";
import { Choice, Select } from "../ui/Choice.tsx";
import { Field } from "../ui/Field.tsx";
import type { Wallet } from "../wallet/useWallet.ts";
import { BlockQuote } from "./BlockQuote.tsx";
import { type BlockField, type BlockKindChoice, leastInWords, lotsPerHour, readBlock } from "./blockInput.ts";
import { problemOf } from "./blockProblem.ts";
import { OrderFoot } from "./OrderFoot.tsx";
import { Profile } from "./Profile.tsx";
import { EXPLAINED, SIDES } from "./sides.ts";
import { useBlockQuote, useHeld } from "./useBlockQuote.ts";
import { useIndicative } from "./useIndicative.ts";

interface Properties {
  readonly product: Product;
  readonly auction: CurrentAuction;
  readonly kind: BlockKindChoice;
  /** The first one. */
  readonly hour: number;
  readonly onHour: (hour: number) => void;
  readonly wallet: Wallet;
}

/** Places a strip or block; what it takes and lacks is shown before anything is signed. */
export function BlockForm({ auction, hour, kind, onHour, product, wallet }: Properties) {
  const { deployment, token } = useExchange();
  const { send, busy } = useSend();
  const [side, setSide] = useState<OrderSide>("buy");
  const [hoursText, setHours] = useState("4");
  const [lotsText, setLots] = useState("1");
  const [shareText, setShare] = useState("100");
  const [priceText, setPrice] = useState("");
  const [profileTexts, setProfile] = useState<Readonly<Record<number, string>>>({});

  const room = auction.endHour - hour;
  const { period } = product.delivery;
  const count = /^\d{1,3}$/.test(hoursText) ? Math.min(room, Number(hoursText)) : 0;
  const hours = Array.from({ length: count }, (_, i) => hour + i);
  const profile = hours.map((_, i) => profileTexts[i] ?? lotsText);
  const typed = readBlock({ kind, hours: hoursText, lots: lotsText, profile, share: shareText }, room);
  const price = parseAmount(priceText, token.decimals);
  const { shape } = typed;

  const held = useHeld(wallet, product.id, hour, count);
  const covered = shape === undefined ? [] : hours.map((one) => seriesId(product.id, one));
  const prices = useIndicative(auction.auction, covered);
  const { data, error } = useBlockQuote({ auction, hour, price, product: product.id, shape, side, wallet });
  const collects = auction.state === "collect";
  const asked = shape !== undefined && price !== undefined;

  const money = (amount: bigint) => `${formatMoney(amount, token.decimals)} ${token.symbol}`;
  const priceOf = (ticks: number) => formatPrice(ticks, product.trade.tickSize, token.decimals);
  const hourOf = (id: bigint) => formatTime(parseSeriesId(id).hour * period);
  const refusal = error ?? (collects ? data?.lack : undefined);
  const problem = asked && refusal ? problemOf(refusal, { money, price: priceOf, hour: hourOf }) : undefined;
  const said = (field: BlockField) => (problem?.field === field ? problem.words : undefined);
  const problems: Readonly<Partial<Record<BlockField, string | undefined>>> = {
    hours: typed.problems.hours ?? said("hours"),
    lots: typed.problems.lots ?? said("lots"),
    share: typed.problems.share ?? said("share"),
    price: priceText !== "" && price === undefined ? "A number such as 24.50." : said("price"),
  };

  async function place(event: FormEvent) {
    event.preventDefault();
    if (data === undefined || shape === undefined) return;
    const what = blockTitle(side, shape.form === "strip", lotsPerHour(shape));
    const title = `${what} of ${product.name} at ${priceOf(data.quote.ticks)}`;
    await send(title, (signer) =>
      placeBlocks(signer, { deployment, accountId: wallet.accountId, orders: [data.order] }),
    );
  }

  return (
    <form onSubmit={(event) => void place(event)}>
      <Choice label="Side" options={SIDES} value={side} onChange={setSide} />
      <p className="hint">{EXPLAINED[side]}</p>
      <div className="pair">
        <Select
          label="First hour (UTC)"
          options={Array.from({ length: auction.endHour - auction.firstHour }, (_, i) => {
            const one = auction.firstHour + i;
            return { value: one, label: formatTime(one * period) };
          })}
          value={hour}
          onChange={onHour}
        />
        <Field
          label="Hours"
          value={hoursText}
          onChange={setHours}
          inputMode="numeric"
          invalid={problems.hours !== undefined}
          hint={problems.hours ?? `Until ${formatEnd(hour * period, (hour + count) * period)}.`}
        />
      </div>
      {kind === "profile" && (
        <Profile
          starts={hours.map((one) => one * period)}
          texts={profile}
          onChange={(i, text) => setProfile({ ...profileTexts, [i]: text })}
          problem={problems.lots}
        />
      )}
      <div className="pair">
        {kind !== "profile" && (
          <Field
            label="Lots in each hour"
            value={lotsText}
            onChange={setLots}
            inputMode="numeric"
            invalid={problems.lots !== undefined}
            hint={problems.lots}
          />
        )}
        <Field
          label="Limit, average per lot"
          value={priceText}
          onChange={setPrice}
          unit={token.symbol}
          invalid={problems.price !== undefined}
          hint={problems.price ?? `In steps of ${formatMoney(product.trade.tickSize, token.decimals, 0)}.`}
        />
        {kind !== "strip" && (
          <Field
            label="Fill at least"
            value={shareText}
            onChange={setShare}
            unit="%"
            inputMode="numeric"
            invalid={problems.share !== undefined}
            hint={problems.share ?? (shape && leastInWords(shape))}
          />
        )}
      </div>
      <OrderFoot
        {...{ busy, collects }}
        asking={asked && data === undefined && error === null}
        ready={asked && data !== undefined && data.lack === undefined}
        quote={
          data !== undefined &&
          shape !== undefined &&
          price !== undefined && (
            <BlockQuote
              {...{ auction, prices, product, side }}
              quote={data.quote}
              lots={lotsPerHour(shape)}
              asked={price}
              cash={held?.cash}
            />
          )
        }
        refusal={
          problem !== undefined && (
            // What stands beside a field is said aloud here.
            <p className={problem.field === "order" ? "hint bad" : "unseen"} role="alert">
              {problem.words}
            </p>
          )
        }
        held={
          held && {
            cash: held.cash,
            lots: side === "sell" ? `${formatLots(held.lots)} lots or more in each of these hours` : "",
          }
        }
      />
    </form>
  );
}
