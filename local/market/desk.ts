/** A participant's account on the local chain: places what it wants in every auction that collects, once. */
import {
  type BlockToPlace,
  type ClearhourClient,
  type CurrentAuction,
  cashAccount,
  collectBlocksSync,
  collectSync,
  currentAuctions,
  type Deployment,
  getBlockOrder,
  getOrder,
  type Lane,
  type PlacedOrder,
  seriesId,
} from "@clearhour/sdk";
import { parseUnits } from "viem";
import type { HDAccount } from "viem/accounts";
import { GATE_NAMES, type LocalMarket } from "./listing.ts";
import { type Participant, wanted } from "./participants.ts";
import { directly, GAS, type Relay, signing } from "./placing.ts";
import { DECIMALS } from "./prices.ts";
import type { Random } from "./random.ts";

/** Orders of one transaction: well below the gas cap. */
const BATCH = 24;
/** Chain seconds before an auction's close from which a desk lets it pass: its order might be mined too late. */
const LAST_CALL = 600n;
/** Slots of a lane; its two buffers alternate between the halves, so that a slot is free when it comes up again. */
const LANE_SLOTS = 128;
/** The most that a place in an auction's list may cost: many times what one costs while most of the list is free. */
const MOST_FOR_PLACE = parseUnits("1", DECIMALS);

export interface DeskOptions {
  client: ClearhourClient;
  account: HDAccount;
  deployment: Deployment;
  market: LocalMarket;
  participant: Participant;
  /** Ticks of the product's reference price. */
  referenceTicks: number;
  random: Random;
  /** Places what participants sign. */
  relay: Relay;
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
  /** Strips and blocks have slots of their own. */
  readonly isBlock: boolean;
  readonly auction: bigint;
  readonly slot: bigint;
  readonly deadline: bigint;
}

export function openDesk(options: DeskOptions): Desk {
  const { account, client, deployment, market, participant, relay } = options;
  const signs = participant.role === "trader" && participant.signs === true;
  const placing = signs ? signing(client, deployment, relay) : directly(client, deployment);
  const done = new Set<bigint>();
  const accountId = cashAccount(account.address);
  let open: OpenOrder[] = [];
  const keep = (orders: readonly { slot: number }[], { auction, deadline }: CurrentAuction, isBlock: boolean) => {
    open.push(...orders.map(({ slot }) => ({ auction, deadline, isBlock, slot: BigInt(slot) })));
  };
  /** Somebody else may have collected it, and it may be the slot of a later order by now. */
  const isOpen = async ({ auction, isBlock, slot }: OpenOrder) => {
    const order = await (isBlock ? getBlockOrder : getOrder)(client, { deployment, accountId, slot });
    return order?.auction === auction && order.lots > 0;
  };
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
            await placing.hourly(batch, auction.close);
            keep(batch, auction, false);
          }
          const blocks = blocksIn(options, index, auction);
          if (blocks.length > 0) await placing.blocks(blocks, auction.close);
          keep(blocks, auction, true);
          placed += orders.length + blocks.length;
        }
      }
      return placed;
    },
    async collect(now) {
      const over = open.filter(({ deadline }) => deadline < now);
      open = open.filter(({ deadline }) => deadline >= now);
      const left: OpenOrder[] = [];
      for (const one of over) if (await isOpen(one)) left.push(one);
      const hourly = left.filter(({ isBlock }) => !isBlock).map(toCollect);
      for (let i = 0; i < hourly.length; i += BATCH) {
        await collectSync(client, { deployment, orders: hourly.slice(i, i + BATCH), gas: GAS });
      }
      const blocks = left.filter(({ isBlock }) => isBlock).map(toCollect);
      if (blocks.length > 0) await collectBlocksSync(client, { deployment, orders: blocks, gas: GAS });
    },
  };

  function toCollect({ slot }: OpenOrder) {
    return { accountId, slot };
  }
}

/** The first slot of an auction in one of its lane's two buffers. */
function firstSlot(laneIndex: number, { number }: CurrentAuction): number {
  return laneIndex * LANE_SLOTS + (number % 2) * (LANE_SLOTS / 2);
}

function ordersIn(options: DeskOptions, lane: Lane, laneIndex: number, auction: CurrentAuction): PlacedOrder[] {
  const { participant, market, referenceTicks, random } = options;
  const gate = GATE_NAMES[laneIndex];
  if (gate === undefined) return [];
  // Windows may overlap: an hour is offered once per gate, in the auction whose window begins nearest before it.
  const hours = Array.from({ length: Math.min(lane.window, lane.stride) }, (_, i) => auction.firstHour + i);
  return wanted(participant, gate, hours, random).map((intent, i) => ({
    auction: auction.auction,
    series: seriesId(market.products[participant.product], intent.hour),
    side: intent.side,
    ticks: ticksOf(referenceTicks, intent.limit),
    lots: intent.lots,
    slot: firstSlot(laneIndex, auction) + i,
  }));
}

function blocksIn(options: DeskOptions, laneIndex: number, auction: CurrentAuction): BlockToPlace[] {
  const { participant, market, referenceTicks } = options;
  const side = participant.role === "provider" ? "write" : "buy";
  return participant.blocks
    .filter(({ gate }) => gate === GATE_NAMES[laneIndex])
    .map(({ form, from, hours, least, limit, lots, profile }, i) => {
      const common = {
        auction: auction.auction,
        series: seriesId(market.products[participant.product], auction.firstHour + from),
        periods: hours,
        side,
        ticks: ticksOf(referenceTicks, limit),
        lots,
        slot: firstSlot(laneIndex, auction) + i,
        maxFee: MOST_FOR_PLACE,
      } as const;
      return form === "strip" ? { ...common, form } : { ...common, form, least, profile };
    });
}

/** @param limit percent of the reference price */
function ticksOf(referenceTicks: number, limit: number): number {
  return Math.max(1, Math.round((referenceTicks * limit) / 100));
}
