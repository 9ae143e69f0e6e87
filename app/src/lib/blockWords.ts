/** Strips and blocks, and what became of them, in words and money. */
import type { BlockFillCode } from "@clearhour/sdk";
import type { BlockKind } from "@clearhour/sdk/graph";
import { formatLots, lotsInWords } from "./format.ts";

export const BLOCK_KIND_WORDS: Readonly<Record<BlockKind, string>> = {
  stripBuy: "Strip, buys",
  stripSell: "Strip, sells",
  stripWrite: "Strip, sells short",
  blockBuy: "Block, buys",
  blockSell: "Block, sells",
  blockWrite: "Block, sells short",
};

/** A state in words, and how it is shown. */
export const BLOCK_STATE_WORDS: Readonly<Record<BlockFillCode, readonly [words: string, look: string]>> = {
  pending: ["Open", ""],
  filled: ["Filled", "good"],
  partlyFilled: ["Partly filled", "good"],
  atLimit: ["Not filled", "warn"],
  outbid: ["Not filled", "warn"],
  left: ["Rejected", "bad"],
  void: ["Void", "bad"],
};

/** `8 lots`, or `4 units of 3, 1 lots` with a profile; of a block that can be less, its fewest. */
export function blockLotsInWords(order: {
  readonly lots: number;
  /** 0 for a strip. */
  readonly least: number;
  readonly profile: readonly number[];
}): string {
  const { least, lots, profile } = order;
  const all =
    profile.length === 0
      ? lotsInWords(lots)
      : `${formatLots(lots)} ${lots === 1 ? "unit" : "units"} of ${profile.join(", ")} lots`;
  return least > 0 && least < lots ? `${all}, ${formatLots(least)} at least` : all;
}

export interface ExplainedBlock {
  readonly isBuy: boolean;
  readonly isStrip: boolean;
  /** Lots, or units of its profile. */
  readonly lots: number;
  readonly profile: readonly number[];
}

/** Figures for people. */
export interface BlockMoney {
  /** Its limit, per lot. */
  readonly limit: string;
  /** The average price of its lots; empty without prices. */
  readonly average: string;
  /** What all of its lots gain, or lose, without a sign. */
  readonly surplus: string;
}

/** Why a strip or block did or did not fill. */
export function blockWhyOf(
  {
    code,
    filled,
    surplus: gain,
  }: { readonly code: BlockFillCode; readonly filled: number /** Quote units. */; readonly surplus: bigint },
  { isBuy, isStrip, lots, profile }: ExplainedBlock,
  { average, limit, surplus }: BlockMoney,
): string {
  const part = `${formatLots(filled)} of ${formatLots(lots)} ${profile.length > 0 ? "units" : "lots"}`;
  switch (code) {
    case "pending":
      return "Its auction is not final yet.";
    case "void":
      return "Nobody cleared the auction in time: everything goes back.";
    case "filled":
      return `All of it filled, at ${average} on average.`;
    case "partlyFilled":
      return gain === 0n
        ? `Its limit is exactly the average price, ${average}, where what balances is filled: ${part}.`
        : `${part} filled, at ${average} on average: no better solution that fills more was brought.`;
    case "atLimit":
      return `Its limit is exactly the average price, ${average}: it would have gained nothing, and was not needed.`;
    case "outbid":
      return `Its limit of ${limit} is ${isBuy ? "below" : "above"} the average price, ${average}.`;
    case "left":
      return isStrip
        ? `It would have gained ${surplus} at the average price, ${average}, but only the clearing without strips and blocks was brought. That counts in the gap.`
        : `Paradoxically rejected: it would have gained ${surplus} at the average price, ${average}, but no better solution that fills it was brought. That counts in the gap.`;
  }
}
