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

/** Hours of a profile whose lots are named one by one. */
const NAMED = 6;

interface BlockLots {
  /** Lots, or units of its profile. */
  readonly lots: number;
  /** Lots of a unit in each hour; empty where they are the same in all hours. */
  readonly profile: readonly number[];
}

/**
 * What it trades in each hour: `8 lots`, or `12, 4 lots` with a profile; of a block that can be less, its fewest.
 *
 * @param order `least` is 0 for a strip.
 */
export function blockLotsInWords({ least, lots, profile }: BlockLots & { readonly least: number }): string {
  const perHour = (filled: number) => (profile.length === 0 ? [filled] : profile.map((unit) => unit * filled));
  const all = perHour(lots);
  const named = (some: readonly number[]) => {
    if (some.length <= NAMED) return some.map(formatLots).join(", ");
    return `${formatLots(Math.min(...some))} to ${formatLots(Math.max(...some))}`;
  };
  const words = `${named(all)} ${all.length === 1 && all[0] === 1 ? "lot" : "lots"}`;
  return least > 0 && least < lots ? `${words}; at least ${named(perHour(least))}` : words;
}

/** What of it is filled: `3 of 8` in each hour, or `8 of 16 in all` with a profile. */
export function blockFillInWords(filled: number, { lots, profile }: BlockLots): string {
  const unit = lotsOfUnit(profile);
  return `${formatLots(filled * unit)} of ${formatLots(lots * unit)}${profile.length > 0 ? " in all" : ""}`;
}

/** Lots of one unit in all hours; 1 without a profile, where each hour has the same lots. */
function lotsOfUnit(profile: readonly number[]): number {
  return profile.length === 0 ? 1 : profile.reduce((sum, one) => sum + one, 0);
}

export interface ExplainedBlock extends BlockLots {
  readonly isBuy: boolean;
  readonly isStrip: boolean;
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
  const unit = lotsOfUnit(profile);
  const part = `${formatLots(filled * unit)} of ${lotsInWords(lots * unit)}`;
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
