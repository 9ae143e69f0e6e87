/** The market's life: history at the early gates first, then everybody trades as auctions open. */
import { auctionTimes } from "@clearhour/sdk";
import type { Clock } from "../clock.ts";
import { sleep } from "../processes.ts";
import type { Gate } from "./listing.ts";
import type { OpenMarket } from "./opening.ts";

const DAY = 86_400;
const EARLY: readonly Gate[] = ["month", "week", "day"];
const BEAT_MS = 250;
/** Keepers look a few times a second; a clearing takes them less than this. */
const CLEARING_MS = 20_000;

/**
 * Trades one delivery day at the gates ahead of it, jumping over the time between them, and leaves the clock where its
 * day-ahead auction is final.
 */
export async function tradeHistory({ desks, market }: OpenMarket, clock: Clock): Promise<void> {
  const day = Math.floor(clock.now() / DAY) + 30;
  for (const gate of EARLY) {
    const times = auctionTimes(market.lanes[gate], day);
    await clock.jumpTo(Number(times.open) + 1);
    await Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now()))));
    await clock.jumpTo(Number(times.close) + 1);
    // Chain time runs on meanwhile: half of the solving time is enough for keepers, and then some.
    const wait = clock.until(Number(times.close + (times.deadline - times.close) / 2n));
    await Promise.race([wait, sleep(CLEARING_MS)]);
    await clock.jumpTo(Number(times.deadline) + 1);
  }
}

export interface Life {
  stop(): Promise<void>;
}

/** @param failed told what a desk could not do; it goes on with its next auction */
export function startLife({ desks }: OpenMarket, clock: Clock, failed: (name: string, error: unknown) => void): Life {
  let running = true;
  const lives = desks.map(async (desk) => {
    while (running) {
      await desk.trade(BigInt(clock.now())).catch((error: unknown) => failed(desk.participant.name, error));
      await sleep(BEAT_MS);
    }
  });
  return {
    async stop() {
      running = false;
      await Promise.all(lives);
    },
  };
}
