/** A settled reading in words. Pure. */
import { formatShare } from "../lib/format.ts";

/** "synthetic", right-padded: the extension word of a reading whose pages no hardware stands behind. */
const SYNTHETIC = /^0x73796e746865746963(00){23}$/;

export interface ReadingFacts {
  readonly deliveredPpm: number;
  readonly lostProviderPpm: number;
  readonly lostBuyerPpm: number;
  readonly energyWh: string;
  readonly extension: string;
}

export function isSynthetic({ extension }: Pick<ReadingFacts, "extension">): boolean {
  return SYNTHETIC.test(extension);
}

/** What a settlement without a reading means. */
export const KIND_WORDS = {
  reading: "Settled by its reading",
  missingLeaf: "No reading came: settled as not delivered",
  missingRoot: "No meter root came: the sale price went back to the holder",
} as const;

export function readingInWords({ deliveredPpm, energyWh, lostBuyerPpm, lostProviderPpm }: ReadingFacts): string {
  const lost = [
    lostProviderPpm > 0 ? `${formatShare(lostProviderPpm)} lost to the provider` : undefined,
    lostBuyerPpm > 0 ? `${formatShare(lostBuyerPpm)} lost to the buyer` : undefined,
  ].filter((part) => part !== undefined);
  const energy = energyWh === "0" ? "no energy measured" : `${energyWh} Wh`;
  return [`${formatShare(deliveredPpm)} delivered`, ...lost, energy].join(", ");
}
