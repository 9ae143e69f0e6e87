/** A participant's account on the local chain: places what it wants in every auction that collects, once. */
import {
  type ClearhourClient,
  type CurrentAuction,
  currentAuctions,
  type Deployment,
  type Lane,
  type PlacedOrder,
  placeOrdersSync,
  seriesId,
} from "@clearhour/sdk";
import { GATE_NAMES, type LocalMarket } from "./listing.ts";
import { type Participant, wanted } from "./participants.ts";
import type { Random } from "./random.ts";

/** Orders of one transaction: well below the gas cap. */
const BATCH = 24;
/** Chain seconds before an auction's close from which a desk lets it pass: its order might be mined too late. */
const LAST_CALL = 600n;
/** Slots of a lane; its two buffers alternate between the halves, so that a slot is free when it comes up again. */
const LANE_SLOTS = 128;

export interface DeskOptions {
  client: ClearhourClient;
  deployment: Deployment;
  market: LocalMarket;
  participant: Participant;
  /** Ticks of the product's reference price. */
  referenceTicks: number;
  random: Random;
}

export interface Desk {
  readonly participant: Participant;
  /** Places orders in the auctions that collect at `now` (chain time) and have none of this desk yet. */
  trade(now: bigint): Promise<number>;
}

export function openDesk(options: DeskOptions): Desk {
  const { participant, market } = options;
  const done = new Set<bigint>();
  return {
    participant,
    async trade(now) {
      let placed = 0;
      for (const [index, gate] of GATE_NAMES.entries()) {
        const lane = market.lanes[gate];
        for (const auction of currentAuctions(lane, now)) {
          const late = auction.close - now < LAST_CALL;
          if (auction.state !== "collect" || late || done.has(auction.auction)) continue;
          done.add(auction.auction);
          const orders = ordersIn(options, lane, index, auction);
          for (let i = 0; i < orders.length; i += BATCH) {
            const batch = orders.slice(i, i + BATCH);
            await placeOrdersSync(options.client, { deployment: options.deployment, orders: batch });
            placed += batch.length;
          }
        }
      }
      return placed;
    },
  };
}

function ordersIn(options: DeskOptions, lane: Lane, laneIndex: number, auction: CurrentAuction): PlacedOrder[] {
  const { participant, market, referenceTicks, random } = options;
  const gate = GATE_NAMES[laneIndex];
  if (gate === undefined) return [];
  // Windows may overlap: an hour is offered once per gate, in the auction whose window begins nearest before it.
  const hours = Array.from({ length: Math.min(lane.window, lane.stride) }, (_, i) => auction.firstHour + i);
  const firstSlot = laneIndex * LANE_SLOTS + (auction.number % 2) * (LANE_SLOTS / 2);
  return wanted(participant, gate, hours, random).map((intent, i) => ({
    auction: auction.auction,
    series: seriesId(market.products[participant.product], intent.hour),
    side: intent.side,
    ticks: Math.max(1, Math.round((referenceTicks * intent.limit) / 100)),
    lots: intent.lots,
    slot: firstSlot + i,
  }));
}
