/** Orders and what became of them, in words and money. */
import type { FillReport } from "@clearhour/sdk";
import type { OrderKind } from "@clearhour/sdk/graph";
import { formatLots, lotsInWords } from "../lib/format.ts";

export const KIND_WORDS: Readonly<Record<OrderKind, string>> = {
  buy: "Buy",
  sell: "Sell",
  write: "Sell short",
  closeSell: "Close out long",
  closeBuy: "Close out short",
};

/** A state in words, and how it is shown. */
export const STATE_WORDS: Readonly<Record<FillReport["code"], readonly [words: string, look: string]>> = {
  pending: ["Open", ""],
  filled: ["Filled", "good"],
  partlyFilled: ["Partly filled", "good"],
  behind: ["Not filled", "warn"],
  outbid: ["Not filled", "warn"],
  noTrade: ["Not filled", "warn"],
  void: ["Void", "bad"],
};

export interface ExplainedOrder {
  readonly isBuy: boolean;
  readonly lots: number;
  /** Lots at the same price that came before it. */
  readonly ahead: number;
  /** Its limit, ticks. */
  readonly price: number;
  /** What its series cleared at, ticks. */
  readonly result: { readonly price: number } | null;
}

/**
 * Why an order did or did not fill.
 *
 * @param money A price in ticks for people.
 */
export function whyOf(
  { code, filled }: Pick<FillReport, "code" | "filled">,
  { ahead, isBuy, lots, price, result }: ExplainedOrder,
  money: (ticks: number) => string,
): string {
  const cleared = result === null ? "" : money(result.price);
  switch (code) {
    case "pending":
      return "Its auction is not cleared yet.";
    case "void":
      return "Nobody cleared the auction in time: everything goes back.";
    case "noTrade":
      return "Nothing traded in this hour: no buyer offered as much as a seller asked.";
    case "filled":
      return `All of it filled at ${cleared}.`;
    case "partlyFilled":
      return `Its limit was exactly the price, ${cleared}. There, first come was first served: ${formatLots(filled)} of ${lotsInWords(lots)} filled.`;
    case "behind":
      return `Its limit was exactly the price, ${cleared}. There, first come was first served, and ${lotsInWords(ahead)} came before it.`;
    case "outbid":
      return `It cleared at ${cleared}: ${isBuy ? "above" : "below"} the limit of ${money(price)}.`;
  }
}
