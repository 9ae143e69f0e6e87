/** Contests of auctions that are closed, played to their end without the time in which nothing happens. */
import { type ClearhourClient, contestAbi, currentAuctions, type Deployment, getContest } from "@clearhour/sdk";
import { getContractEvents } from "viem/actions";
import type { Clock } from "../clock.ts";
import { sleep } from "../processes.ts";
import type { LocalMarket } from "./listing.ts";

const POLL_MS = 100;
/** Wall time for conclusions after the deadline. */
const PATIENCE_MS = 30_000;

export interface ContestsOptions {
  readonly client: ClearhourClient;
  readonly deployment: Deployment;
  readonly clock: Clock;
  /** With strips or blocks, closed, and with one deadline. */
  readonly auctions: readonly bigint[];
  /** How many solvers commit in each before time may jump; without so many it goes on to the end of the phase. */
  readonly solvers: number;
}

/** The market's auctions that are being solved at `now` until `deadline`, unix seconds. */
export function solvedUntil({ lanes }: LocalMarket, deadline: bigint, now: number): bigint[] {
  return Object.values(lanes)
    .flatMap((lane) => currentAuctions(lane, BigInt(now)))
    .filter((auction) => auction.state === "solve" && auction.deadline === deadline)
    .map(({ auction }) => auction);
}

/**
 * Until all results are final and all contests concluded.
 *
 * @throws {Error} where nobody brings a baseline, or concludes
 */
export async function playContests(options: ContestsOptions): Promise<void> {
  const { auctions, client, clock, deployment, solvers } = options;
  const read = () => Promise.all(auctions.map((auction) => getContest(client, { deployment, auction })));
  const [first] = await read();
  if (first === undefined) return;
  const until = async (end: bigint, isDone: () => Promise<boolean>) => {
    while (clock.now() < end && !(await isDone())) await sleep(POLL_MS);
    await clock.jumpTo(Number(end));
  };

  await until(first.revealFrom, async () => {
    const committed = await countSteps(options, ["SolutionCommitted"]);
    const hasBaselines = (await read()).every(({ incumbent }) => incumbent !== undefined);
    return hasBaselines && committed.every((count) => count >= solvers);
  });
  const committed = await countSteps(options, ["SolutionCommitted"]);
  await until(first.deadline, async () => {
    const revealed = await countSteps(options, ["IncumbentReplaced", "SolutionBeaten"]);
    // The first one of each is the baseline.
    return revealed.every((count, i) => count - 1 >= (committed[i] ?? 0));
  });
  const patience = Date.now() + PATIENCE_MS;
  for (;;) {
    const contests = await read();
    const failed = contests.find(({ phase }) => phase === "void");
    if (failed !== undefined) throw new Error(`nobody brought the baseline of auction ${failed.auction}`);
    if (contests.every(({ incumbent }) => incumbent?.concluded)) return;
    if (Date.now() > patience) throw new Error("nobody concluded a contest");
    await sleep(POLL_MS);
  }
}

type Step = "SolutionCommitted" | "IncumbentReplaced" | "SolutionBeaten";

/** By auction, how many events of some kinds its contest has seen. */
async function countSteps({ auctions, client, deployment }: ContestsOptions, steps: readonly Step[]) {
  const range = { abi: contestAbi, address: deployment.contest, fromBlock: deployment.block, strict: true } as const;
  const events = await Promise.all(steps.map((eventName) => getContractEvents(client, { ...range, eventName })));
  return auctions.map((auction) => events.flat().filter(({ args }) => args.auction === auction).length);
}
