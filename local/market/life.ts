/** The market's life: history at the early gates first, then everybody trades as auctions open, and uses what it bought. */
import { AuctionNotCollectingError, auctionTimes } from "@clearhour/sdk";
import type { Clock } from "../clock.ts";
import { SOLVERS } from "../keepers.ts";
import { sleep } from "../processes.ts";
import { playContests, solvedUntil } from "./contest.ts";
import { type Oracles, openHolding, schedules } from "./holding.ts";
import type { Gate } from "./listing.ts";
import type { OpenMarket } from "./opening.ts";

const DAY = 86_400;
const EARLY: readonly Gate[] = ["month", "week", "day"];
/** So long before an hour its holders schedule it; unscheduled, it is closed out from two hours ahead. */
const SCHEDULING = 3 * 3_600;
const BEAT_MS = 250;
/** A desk finishes the transaction that it waits for; where the chain is gone, it would wait for minutes. */
const LAST_ACT_MS = 10_000;

/**
 * Trades one delivery day at the gates ahead of it, jumping over the time between them, and leaves the clock shortly
 * before its first hour has to be scheduled.
 */
export async function tradeHistory({ client, deployment, desks, market }: OpenMarket, clock: Clock): Promise<void> {
  const day = Math.floor(clock.now() / DAY) + 30;
  for (const gate of EARLY) {
    const times = auctionTimes(market.lanes[gate], day);
    await clock.jumpTo(Number(times.open) + 1);
    await Promise.all(desks.map((desk) => desk.trade(BigInt(clock.now()))));
    await clock.jumpTo(Number(times.close) + 1);
    const auctions = solvedUntil(market, times.deadline, clock.now());
    await playContests({ client, deployment, clock, auctions, solvers: SOLVERS });
  }
  await clock.jumpTo(day * DAY - SCHEDULING);
}

export interface Life {
  /** @throws {Error} where somebody still waits for the chain after ten seconds */
  stop(): Promise<void>;
}

/** Told what a desk could not do; it goes on with what comes next. */
type Failed = (name: string, error: unknown) => void;

/** Everybody trades, and holders use what they bought. */
export function startLife(open: OpenMarket, clock: Clock, failed: Failed, oracles: Oracles): Life {
  let running = true;
  const repeat = async (name: string, act: () => Promise<unknown>) => {
    while (running) {
      await act().catch((error: unknown) => {
        // Where the machine is slow, a desk misses the end of an auction as anybody would.
        if (!(error instanceof AuctionNotCollectingError)) failed(name, error);
      });
      await sleep(BEAT_MS);
    }
  };
  const lives = open.desks.flatMap((desk) => {
    const { name } = desk.participant;
    const trade = () => desk.trade(BigInt(clock.now()));
    if (!schedules(desk)) return [repeat(name, trade)];
    const holding = openHolding(open, desk, clock, oracles);
    // One transaction of an account at a time.
    const tradeAndSchedule = () => trade().finally(() => holding.schedule());
    return [repeat(name, tradeAndSchedule), repeat(name, () => holding.use())];
  });
  return {
    async stop() {
      running = false;
      await new Promise<void>((resolve, reject) => {
        const late = () => reject(new Error("the desks still wait for the chain"));
        const timer = setTimeout(late, LAST_ACT_MS);
        void Promise.all(lives).then(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    },
  };
}
