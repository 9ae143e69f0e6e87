/** What a strip or block is called. */
import type { BlockSide } from "@clearhour/sdk";
import { formatLots, lotsInWords } from "./format.ts";

/** Hours of a profile that are named one by one. */
const NAMED = 6;

const SIDE_WORDS: Readonly<Record<BlockSide, string>> = { buy: "Buy", sell: "Sell", write: "Sell short" };

/**
 * What an order does: `Buy strip: 5 lots in each of 4 hours`.
 *
 * @param lots In each of its hours.
 */
export function blockTitle(side: BlockSide, isStrip: boolean, lots: readonly number[]): string {
  return `${SIDE_WORDS[side]} ${isStrip ? "strip" : "block"}: ${lotsOverHours(lots)}`;
}

function lotsOverHours(lots: readonly number[]): string {
  const [first = 0] = lots;
  if (lots.length === 1) return lotsInWords(first);
  if (lots.every((one) => one === first)) return `${lotsInWords(first)} in each of ${lots.length} hours`;
  if (lots.length <= NAMED) return `${lots.map(formatLots).join(", ")} lots in ${lots.length} hours`;
  const all = lots.reduce((sum, one) => sum + one, 0);
  return `${formatLots(all)} lots over ${lots.length} hours`;
}
