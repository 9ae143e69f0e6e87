/** The auctions of a market, and the keepers that clear them. */
import { auctionTimes, parseAuctionId } from "@clearhour/sdk";
import type { Address } from "viem";
import { INDEX, localAccount } from "../accounts.ts";
import type { OpenMarket } from "../market/opening.ts";
import { PARTS } from "./plan.ts";

/** Lower case, in the order of the keepers. */
const KEEPERS = Array.from({ length: PARTS.solver }, (_, i) => localAccount(INDEX.keepers + i).address.toLowerCase());

/** The index of a keeper among them; `undefined` for anybody else. */
export function keeperOf(address: Address): number | undefined {
  const index = KEEPERS.indexOf(address.toLowerCase());
  return index < 0 ? undefined : index;
}

/** When it opens, closes and has to be cleared, unix seconds. */
export function timesOf({ market }: OpenMarket, auction: bigint) {
  const { lane: id, number } = parseAuctionId(auction);
  const lane = Object.values(market.lanes).find((each) => each.id === id);
  if (lane === undefined) throw new Error(`auction ${auction} is of no lane of this market`);
  const { close, deadline, open } = auctionTimes(lane, number);
  return { open: Number(open), close: Number(close), deadline: Number(deadline) };
}

export function nameOf(auction: bigint): string {
  const { lane, number } = parseAuctionId(auction);
  return `lane ${lane} auction ${number}`;
}
