/** Faults, one after the other, in a running market; then what that did to it. */
import { auctionTimes } from "@clearhour/sdk";
import { seeded } from "../market/random.ts";
import { sleep } from "../processes.ts";
import { type Ends, endAll } from "../program.ts";
import { type Audit, audit, WINDOW } from "./audit.ts";
import { inject, type Outage } from "./inject.ts";
import { type Fault, type PlannedFault, planFaults, stopsClearing } from "./plan.ts";
import { startFragileMarket } from "./stack.ts";

const HOUR = 3_600;
const DEPTH = 5;
/** Chain seconds after the last fault. */
const LAST = HOUR;
/** Chain seconds from the opening until the first hour that could be bought is delivered and its root due. */
const FIRST_READ = 4 * HOUR;

export interface CampaignOptions {
  readonly seed: number;
  readonly faults: number;
  readonly reorgs: number;
  /** Chain seconds per wall second; keepers need a few wall seconds to clear. */
  readonly rate: number;
  /** Told how it goes, a line at a time. */
  readonly progress: (line: string) => void;
}

export interface Campaign extends Audit {
  readonly seed: number;
  /** How often each kind of fault was caused. */
  readonly faults: Readonly<Partial<Record<Fault["kind"], number>>>;
  /** Everything that has to hold and did not, in words: none. */
  readonly broken: readonly string[];
  readonly seconds: number;
}

/**
 * Runs a campaign. It ends everything that it started, also where it fails.
 *
 * @param ends For who has to end it before: what ends the parts that are there.
 */
export async function runCampaign(options: CampaignOptions, ends: Ends = []): Promise<Campaign> {
  const { seed, faults, reorgs, rate, progress } = options;
  const started = Date.now();
  const plan = planFaults(seeded(seed), faults, reorgs, DEPTH);
  const failed = (name: string, error: unknown) => {
    progress(`  ${name}: ${error instanceof Error ? error.message.split("\n")[0] : error}`);
  };
  try {
    const market = await startFragileMarket({ seed, rate, failed }, ends);
    const opened = market.clock.now();
    const outages: Outage[] = [];
    for (const [i, planned] of plan.entries()) {
      await sleep((planned.at * HOUR * 1_000) / rate);
      progress(`${i + 1} of ${plan.length}: ${describe(planned)}`);
      outages.push(await inject(market, planned.fault, (planned.hours * HOUR * 1_000) / rate));
      // One fault at a time where clearing is concerned: each has to be recovered from before the next.
      if (!stopsClearing(planned.fault)) continue;
      await market.clock.until(nextDeadline(market.open.market.lanes.hour, market.clock.now()));
    }
    await market.clock.until(Math.max(market.clock.now() + LAST, opened + FIRST_READ));
    await market.rest();
    progress("collecting and comparing");
    const found = await audit(market, outages);
    return {
      seed,
      faults: Object.fromEntries(counted(plan.map(({ fault }) => fault.kind))),
      ...found,
      broken: whatBroke(found),
      seconds: Math.round((Date.now() - started) / 1_000),
    };
  } finally {
    await endAll(ends);
  }
}

/** The deadline of the first hour-ahead auction that has to be cleared after a recovery at `now`. */
function nextDeadline(lane: Parameters<typeof auctionTimes>[0], now: number): number {
  // Of each hour's auction the close lies this much before the hour.
  const ahead = lane.lead + lane.solve;
  const hour = Math.ceil((now + WINDOW + ahead) / HOUR);
  return Number(auctionTimes(lane, Math.ceil(hour / lane.stride)).deadline) + 1;
}

function whatBroke({ books, contests, delivery, ...found }: Audit): string[] {
  return [
    ...found.voidWithoutFault.map((name) => `${name} was not cleared although nothing was out`),
    ...found.clearedTwice.map((name) => `${name} was cleared more than once`),
    ...(found.mostWasted > 1 ? [`keepers wasted ${found.mostWasted} transactions on one step of an auction`] : []),
    ...contests.openWithoutFault.map((name) => `${name} was solved and not concluded although nothing was out`),
    ...contests.lostWithoutFault.map((name) => `a solution of ${name} was not revealed although nothing was out`),
    ...delivery.rootlessWithoutFault.map((name) => `${name} got no root although a quorum was at work`),
    ...delivery.rootedTwice.map((name) => `${name} got more than one root`),
    ...delivery.settledTwice.map((name) => `${name} was settled more than once`),
    ...(delivery.seriesRooted * 2 <= delivery.seriesAssigned
      ? [`only ${delivery.seriesRooted} of ${delivery.seriesAssigned} series got a root`]
      : []),
    ...(books.ledgerSum === books.tokenBalance
      ? []
      : [`the Ledger says ${books.ledgerSum}, holds ${books.tokenBalance}`]),
    ...(books.positionsNet === 0 ? [] : [`positions add up to ${books.positionsNet} lots`]),
    ...(found.subgraphDiffs === 0 ? [] : [`${found.subgraphDiffs} differences between subgraph and chain`]),
    ...(found.auctionsCleared * 2 <= found.auctionsWithOrders
      ? [`only ${found.auctionsCleared} of ${found.auctionsWithOrders} auctions were cleared`]
      : []),
  ];
}

function describe({ fault, hours }: PlannedFault): string {
  const whom = "hit" in fault ? ` ${fault.hit.join(" and ")}` : "";
  return fault.kind === "reorg" ? `a reorg of ${fault.depth} blocks` : `${fault.kind}${whom} for ${hours.toFixed(1)} h`;
}

function counted<T>(items: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
  return counts;
}
