/**
 * What the second set says of a disputed reading; pure.
 *
 * Its oracles have watched the hour themselves, at random times of their own, so that their reading is never the
 * original's to the last part per million. It would therefore change every reading that is disputed, and disputing
 * would cost nothing. So the original is upheld where it
 *
 *   follows    to the last bit from signed evidence that anyone can show: samples of the meter key, receipts of the
 *              nominee, challenges of the first set
 *   and agrees with what the second set has seen: the time that counts as delivered differs by no more than a slot of
 *              challenges, which is as exactly as the rise and fall of an endpoint can be seen
 *
 * Otherwise, and where a leaf is missing, the second set's own reading is the verdict. So a first set that lies can gain
 * a slot at most; and what it leaves out of the evidence is found by what the second set has seen.
 */
import { PPM, type Reading } from "@clearhour/sdk/meter";

export type Dispute = {
  /** The disputed reading, where evidence was found from which it follows. */
  readonly original: Reading | undefined;
  /** Whether a leaf is disputed, and not that there is none. */
  readonly hasLeaf: boolean;
  /** What the second set has come to; undefined where the samples could not be fetched. */
  readonly own: Reading | undefined;
  /** Whether there was time enough for evidence to be found. */
  readonly isPatienceOver: boolean;
  /** Share of a slot of challenges in the period, ms over ms. */
  readonly slotMs: number;
  readonly periodMs: number;
};

/** The reading to sign; undefined where there is none, or none yet. */
export function judge({ hasLeaf, isPatienceOver, original, own, periodMs, slotMs }: Dispute): Reading | undefined {
  if (own === undefined || !hasLeaf) return own;
  if (original === undefined) return isPatienceOver ? own : undefined;
  const tolerance = Math.ceil((slotMs * PPM) / periodMs);
  return Math.abs(counted(original) - counted(own)) <= tolerance ? original : own;
}

/** Time that settlement counts as delivered. */
function counted({ deliveredPpm, lostBuyerPpm }: Reading): number {
  return deliveredPpm + lostBuyerPpm;
}
