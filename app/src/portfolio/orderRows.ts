/** Orders of all kinds as rows of one list. */
import type { BlockFillReport } from "@clearhour/sdk/blocks";
import { type BlockKind, outcomeOf } from "@clearhour/sdk/graph";
import { blockTitle } from "../lib/blockTitle.ts";
import { BLOCK_STATE_WORDS, blockWhyOf } from "../lib/blockWords.ts";
import {
  formatAverage,
  formatEnd,
  formatLots,
  formatMoney,
  formatPrice,
  formatTime,
  lotsInWords,
} from "../lib/format.ts";
import { wordsOf } from "../ui/words.ts";
import { KIND_WORDS, STATE_WORDS, whyOf } from "./orderWords.ts";
import type { BlockOrder, HourlyOrder } from "./useOrders.ts";

export interface OrderRow {
  readonly id: string;
  readonly placedAt: bigint;
  readonly state: readonly [words: string, look: string];
  /** Whether its auction is over and it is not collected. */
  readonly collectable: boolean;
  /** What it does, without its product. */
  readonly what: string;
  readonly product: number;
  readonly delivery: string;
  readonly lane: number;
  readonly auction: bigint;
  readonly limit: string;
  readonly filled: string;
  readonly why: string;
}

/** The quote token. */
export interface Token {
  readonly symbol: string;
  readonly decimals: number;
}

const SIDES: Readonly<Record<BlockKind, "buy" | "sell" | "write">> = {
  stripBuy: "buy",
  stripSell: "sell",
  stripWrite: "write",
  blockBuy: "buy",
  blockSell: "sell",
  blockWrite: "write",
};

/** @param now Chain time, unix seconds. */
export function hourlyRow(order: HourlyOrder, now: bigint, { decimals }: Token): OrderRow {
  const report = outcomeOf(order, now);
  const price = (ticks: number) => formatPrice(ticks, BigInt(order.product.tickSize), decimals);
  return {
    ...sharedOf(order),
    state: STATE_WORDS[report.code],
    collectable: !order.collected && report.code !== "pending",
    what: `${KIND_WORDS[order.kind]} ${lotsInWords(order.lots)}`,
    delivery: formatTime(BigInt(order.series.start)),
    limit: price(order.price),
    filled: formatLots(report.filled),
    why: whyOf(report, order, price),
  };
}

/**
 * @param told `undefined` while the chain is asked, an error where it did not tell.
 * @param period Seconds of a delivery period.
 */
export function blockRow(
  order: BlockOrder,
  told: BlockFillReport | Error | undefined,
  period: number,
  { decimals, symbol }: Token,
): OrderRow {
  const report = told instanceof Error ? undefined : told;
  const tickSize = BigInt(order.product.tickSize);
  const money = (amount: bigint) => `${formatMoney(amount, decimals)} ${symbol}`;
  const unit = Array.from({ length: order.periods }, (_, i) => order.profile[i] ?? 1);
  const each = order.profile.length === 0 && order.periods > 1 ? ` × ${order.periods} h` : "";
  const filled = (report?.filled ?? 0) * (each === "" ? unit.reduce((sum, one) => sum + one, 0) : 1);
  const kept = BigInt(order.placeFeeKept ?? 0);
  const start = order.hour * period;
  const limit = formatPrice(order.price, tickSize, decimals);
  const why = () => {
    if (told instanceof Error) {
      return `Not read: ${wordsOf(told).what} It is asked again by itself; once it is collected, its history tells.`;
    }
    if (report === undefined) return "Asking the chain …";
    const { average, code, surplus } = report;
    const said = blockWhyOf(report, order, {
      limit,
      average: average === undefined ? "" : formatAverage(average, tickSize, decimals),
      surplus: money(surplus < 0n ? -surplus : surplus),
    });
    if (code === "pending") return `${said} Until then it is firm.`;
    return kept > 0n ? `${said} Its place in the list cost ${money(kept)}.` : said;
  };
  return {
    ...sharedOf(order),
    state: report === undefined ? ["Over", ""] : BLOCK_STATE_WORDS[report.code],
    collectable: !order.collected && report?.code !== "pending",
    what: blockTitle(
      SIDES[order.kind],
      order.isStrip,
      unit.map((one) => one * order.lots),
    ),
    delivery: `${formatTime(start)} – ${formatEnd(start, start + order.periods * period)}`,
    limit,
    filled: report === undefined ? "–" : filled === 0 ? "0" : `${formatLots(filled)}${each}`,
    why: why(),
  };
}

/** Rows of both kinds, the latest first. */
export function latestFirst(rows: readonly OrderRow[]): OrderRow[] {
  return rows.toSorted((a, b) => Number(b.placedAt - a.placedAt));
}

function sharedOf(order: HourlyOrder | BlockOrder) {
  const { auction, id, placedAt, product } = order;
  return {
    id,
    placedAt: BigInt(placedAt),
    product: product.number,
    lane: auction.lane.number,
    auction: BigInt(auction.id),
  };
}
