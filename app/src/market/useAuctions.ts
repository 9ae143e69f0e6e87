import { type CurrentAuction, currentAuctions, type Lane } from "@clearhour/sdk";
import { useChainTime } from "../app/chainTime.tsx";

/** The auctions of a gate that take orders or wait to be cleared, the earliest first. */
export function useAuctions(lane: Lane): readonly CurrentAuction[] {
  const { now } = useChainTime();
  return currentAuctions(lane, now);
}
