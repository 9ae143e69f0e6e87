/** A participant's account on the local chain: places what it wants in every auction that collects, once. */
import {
  type AccountId,
  type ClearhourClient,
  type CurrentAuction,
  cashAccount,
  collectSync,
  currentAuctions,
  type Deployment,
  getOrder,
  type Lane,
  type PlacedOrder,
  placeOrdersSync,
  seriesId,
} from "@clearhour/sdk";
import type { HDAccount } from "viem/accounts";
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
  account: HDAccount;
  deployment: Deployment;
  market: LocalMarket;
  participant: Participant;
  /** Ticks of the product's reference price. */
  referenceTicks: number;
  random: Random;
}

export interface Desk {
  readonly participant: Participant;
  readonly client: ClearhourClient;
  readonly account: HDAccount;
  /** Places orders in the auctions that collect at `now` (chain time) and have none of this desk yet. */
  trade(now: bigint): Promise<number>;
  /** Collects what this desk's orders came to whose auctions are over at `now`. */
  collect(now: bigint): Promise<void>;
}

/** An order that may still have to be collected. */
interface OpenOrder {
  readonly auction: bigint;
  readonly slot: bigint;
  readonly deadline: bigint;
}

export function openDesk(options: DeskOptions): Desk {
  const { account, client, deployment, market, participant } = options;
  const done = new Set<bigint>();
  const accountId = cashAccount(account.address);
  let open: OpenOrder[] = [];
  return {
    participant,
    client,
    account,
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
            await placeOrdersSync(client, { deployment, orders: batch });
            placed += batch.length;
            const { deadline } = auction;
            open.push(...batch.map(({ slot }) => ({ auction: auction.auction, slot: BigInt(slot), deadline })));
          }
        }
      }
      return placed;
    },
    async collect(now) {
      const over = open.filter(({ deadline }) => deadline < now);
      open = open.filter(({ deadline }) => deadline >= now);
      const orders: { accountId: AccountId; slot: bigint }[] = [];
      for (const { auction, slot } of over) {
        // Somebody else may have collected it, and it may be the slot of a later order by now.
        const order = await getOrder(client, { deployment, accountId, slot });
        if (order?.auction === auction && order.lots > 0) orders.push({ accountId, slot });
      }
      for (let i = 0; i < orders.length; i += BATCH) {
        await collectSync(client, { deployment, orders: orders.slice(i, i + BATCH) });
      }
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
