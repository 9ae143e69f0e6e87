/** What a fault campaign has to show of contests: each is concluded, and what keepers committed to is revealed. */
import { contestAbi, getContest } from "@clearhour/sdk";
import type { Address, PublicClient } from "viem";
import type { OpenMarket } from "../market/opening.ts";
import { keeperOf, nameOf, timesOf } from "./auctions.ts";
import type { Outage } from "./inject.ts";
import { stopsClearing } from "./plan.ts";

/** Chain seconds in which a keeper that was out finds what happened meanwhile: until then it is out still. */
const RECOVERY = 900;
/** Chain seconds from a deadline until somebody has concluded: a keeper that is not the solver waits before it does. */
const CONCLUDING = 3_600;

export interface ContestAudit {
  /** With a deadline that is past, of which at least the baseline came. */
  readonly contests: number;
  /** Of these with a solution that is better than the baseline. */
  readonly improved: number;
  /** Not concluded an hour after the deadline, although nothing was out: none. */
  readonly openWithoutFault: readonly string[];
  /** Solutions that keepers committed to. */
  readonly committed: number;
  readonly revealed: number;
  /** Of these by keepers that had been killed meanwhile. */
  readonly revealedAfterKill: number;
  /** Never revealed: their keepers were out, and have lost their deposits. */
  readonly lostByFaults: number;
  /** Never revealed although nothing was out: none. */
  readonly lostWithoutFault: readonly string[];
}

export interface ContestAuditOptions {
  readonly client: PublicClient;
  readonly open: OpenMarket;
  readonly outages: readonly Outage[];
  /** The latest block's time, unix seconds. */
  readonly now: number;
}

/** A solution that a keeper committed to, and the time from then until it could last be revealed, unix seconds. */
interface Commitment {
  readonly auction: bigint;
  readonly keeper: number;
  readonly from: number;
  readonly to: number;
  readonly isRevealed: boolean;
}

/** Reads the canonical chain. */
export async function auditContests(options: ContestAuditOptions): Promise<ContestAudit> {
  const { client, open, now, outages } = options;
  const { deployment } = open;
  const range = { address: deployment.contest, abi: contestAbi, fromBlock: deployment.block, strict: true } as const;
  const best = await client.getContractEvents({ ...range, eventName: "IncumbentReplaced" });
  const auctions = [...new Set(best.map(({ args }) => args.auction))].filter(
    (auction) => timesOf(open, auction).deadline < now,
  );
  const contests = await Promise.all(auctions.map((auction) => getContest(client, { deployment, auction })));
  const left = contests.filter(({ auction, incumbent }) => {
    const from = timesOf(open, auction).deadline;
    const to = from + CONCLUDING;
    return !incumbent?.concluded && to < now && !isOut(outages, { from, to });
  });
  const commitments = await readCommitments(options);
  const lost = commitments.filter(({ isRevealed }) => !isRevealed);
  const excused = lost.filter((one) => isOut(outages, one, one.keeper));
  return {
    contests: contests.length,
    improved: auctions.filter((one) => best.filter(({ args }) => args.auction === one).length > 1).length,
    openWithoutFault: left.map(({ auction }) => nameOf(auction)),
    committed: commitments.length,
    revealed: commitments.length - lost.length,
    revealedAfterKill: commitments.filter((one) => one.isRevealed && wasKilled(outages, one)).length,
    lostByFaults: excused.length,
    lostWithoutFault: lost.filter((one) => !excused.includes(one)).map(({ auction }) => nameOf(auction)),
  };
}

/** The last one of each keeper in each contest that is over: it replaces those before it. */
async function readCommitments({ client, open, now }: ContestAuditOptions): Promise<Commitment[]> {
  const { deployment } = open;
  const range = { address: deployment.contest, abi: contestAbi, fromBlock: deployment.block, strict: true } as const;
  const [committed, best, beaten] = await Promise.all([
    client.getContractEvents({ ...range, eventName: "SolutionCommitted" }),
    client.getContractEvents({ ...range, eventName: "IncumbentReplaced" }),
    client.getContractEvents({ ...range, eventName: "SolutionBeaten" }),
  ]);
  // A baseline says nothing of strips and blocks.
  const solutions = [...best.filter(({ args }) => args.accepted !== "0x"), ...beaten];
  const revealed = new Set(solutions.map(({ args }) => keyOf(args)));
  const last = new Map(committed.map((event) => [keyOf(event.args), event]));
  const found = [...last].map(async ([key, { args, blockNumber }]): Promise<Commitment[]> => {
    const keeper = keeperOf(args.solver);
    const { deadline } = timesOf(open, args.auction);
    if (keeper === undefined || deadline >= now) return [];
    const { timestamp } = await client.getBlock({ blockNumber });
    const { auction } = args;
    return [{ auction, keeper, from: Number(timestamp), to: deadline, isRevealed: revealed.has(key) }];
  });
  return (await Promise.all(found)).flat();
}

function keyOf({ auction, solver }: { readonly auction: bigint; readonly solver: Address }): string {
  return `${auction} ${solver}`;
}

/** Whether nobody could solve for some of a span, or a given keeper could not. */
function isOut(outages: readonly Outage[], span: { readonly from: number; readonly to: number }, keeper?: number) {
  return outages.some(({ fault, from, to }) => {
    const isOwn = keeper !== undefined && "part" in fault && fault.part === "solver" && fault.hit.includes(keeper);
    return (isOwn || stopsClearing(fault)) && from < span.to && to + RECOVERY > span.from;
  });
}

function wasKilled(outages: readonly Outage[], { keeper, from, to }: Commitment): boolean {
  return outages.some(({ fault, ...out }) => {
    const isKilled = "part" in fault && fault.part === "solver" && fault.harm === "kill" && fault.hit.includes(keeper);
    return isKilled && out.from >= from && out.from < to;
  });
}
