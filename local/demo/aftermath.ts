/** After the hours are read: a holder disputes, and keepers settle everything, window by window. */
import {
  deliveryAbi,
  disputeReadingSync,
  getAssignments,
  getDispute,
  getRoot,
  isSettled,
  seriesId,
} from "@clearhour/sdk";
import { type Reading, type ReadingJson, readingFromJson } from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { sleep } from "../processes.ts";
import { eventsOf } from "./chain.ts";
import type { Day } from "./day.ts";
import type { Stage } from "./stage.ts";

const POLL_MS = 200;
/** Wall time for what keepers do at an instant. */
const PATIENCE_MS = 30_000;
/** Chain seconds per wall second while keepers settle: they spread over the first sixteenth of a window of two hours. */
const SETTLING = 120;
/** Of the product's terms, chain seconds. */
const CHALLENGE_WINDOW = 7_200;

export interface Dispute {
  readonly dispute: bigint;
  /** The reading that was disputed. */
  readonly reading: Reading;
}

/** Finch, which elm never let in, disputes what elm's hour was read as; the second set decides. */
export async function disputeElm(stage: Stage, { bad, served }: Day): Promise<Dispute> {
  const { anyone, cast, deployment } = stage;
  const own = served.filter(({ holder, provider }) => provider === "elm" && holder === "finch");
  const [largest] = own.toSorted((a, b) => b.lots - a.lots);
  if (largest === undefined) throw new Error("elm serves nothing of finch");
  const { commitment, nomination } = largest.assignment;
  const proven = (await readingsOf(stage, bad)).find(
    ({ reading }) => reading.commitment === commitment && reading.nomination === nomination,
  );
  if (proven === undefined) throw new Error("the oracles have no reading of elm");
  const { dispute } = await disputeReadingSync(cast.finch.client, { deployment, ...proven });
  const isOver = async () => (await getDispute(anyone, { deployment, dispute }))?.state !== "open";
  if (!(await within(isOver))) throw new Error("the second set has not decided");
  return { dispute, reading: proven.reading };
}

/** The readings of an hour's posted root, as an oracle serves them once it has seen the root. */
async function readingsOf({ market, oracles }: Stage, hour: number) {
  let found: { reading: ReadingJson; proof: Hex[] }[] = [];
  const isServed = async () => {
    const response = await fetch(`${oracles[0]}/v1/readings/${market.products.cpu}/${hour}`);
    if (!response.ok) return false;
    found = ((await response.json()) as { readings: typeof found }).readings;
    return true;
  };
  if (!(await within(isServed))) throw new Error(`the first oracle does not serve the readings of hour ${hour}`);
  return found.map(({ proof, reading }) => ({ reading: readingFromJson(reading), proof }));
}

/** Until nothing of the two hours is left to be settled or paid. */
export async function untilSettled(stage: Stage, { bad, good }: Day): Promise<void> {
  const { clock } = stage;
  clock.setRate(SETTLING);
  const roots = await Promise.all([good, bad].map((hour) => postedAt(stage, hour)));
  const last = Math.max(...roots);
  // Readings are settled after one window, missing leaves after two.
  for (const windows of [1, 2]) {
    await clock.jumpTo(last + windows * CHALLENGE_WINDOW);
    await clock.until(last + (windows + 1 / 8) * CHALLENGE_WINDOW);
  }
  const isDone = async () => (await Promise.all([good, bad].map((hour) => isHourOver(stage, hour)))).every(Boolean);
  if (!(await within(isDone))) throw new Error("keepers have not settled everything");
}

async function postedAt({ anyone, deployment, market }: Stage, hour: number): Promise<number> {
  const root = await getRoot(anyone, { deployment, series: seriesId(market.products.cpu, hour) });
  return Number(root?.postedAt ?? 0n);
}

async function isHourOver(stage: Stage, hour: number): Promise<boolean> {
  const { anyone, deployment, market } = stage;
  const series = seriesId(market.products.cpu, hour);
  const { idle, pairs, unserved } = await getAssignments(anyone, { deployment, series });
  const settled = await Promise.all(pairs.map((pair) => isSettled(anyone, { deployment, series, ...pair })));
  const [claimed, released] = await Promise.all([
    eventsOf(stage, "delivery", deliveryAbi, "CompensationClaimed"),
    eventsOf(stage, "delivery", deliveryAbi, "CommitmentReleased"),
  ]);
  const ofHour = (events: readonly { args: { series: bigint } }[]) =>
    events.filter(({ args }) => args.series === series).length;
  return settled.every(Boolean) && ofHour(claimed) === unserved.length && ofHour(released) === idle.length;
}

async function within(holds: () => Promise<boolean>): Promise<boolean> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}
