/** Causes one fault and takes it back. */
import { contestAbi, getContest } from "@clearhour/sdk";
import { getContractEvents } from "viem/actions";
import { sleep } from "../processes.ts";
import { keeperOf } from "./auctions.ts";
import type { Fault } from "./plan.ts";
import type { FragileMarket } from "./stack.ts";

const POLL_MS = 200;
/** Chain seconds: every hour-ahead auction has a contest. */
const MOST_WAIT = 2 * 3_600;

/** Chain time from a fault's beginning to when everything that it took away is there again, unix seconds. */
export interface Outage {
  readonly fault: Fault;
  readonly from: number;
  readonly to: number;
}

/** @param wallMs how long it lasts; a reorg takes as long as its blocks */
export async function inject(market: FragileMarket, fault: Fault, wallMs: number): Promise<Outage> {
  if (fault.kind === "committedKilled") await untilCommitted(market, fault.hit);
  const from = market.clock.now();
  await cause(market, fault, wallMs);
  return { fault, from, to: market.clock.now() };
}

/** Until some keepers have committed to solutions of one contest, and none can be revealed yet; two hours at most. */
async function untilCommitted({ clock, open }: FragileMarket, keepers: readonly number[]): Promise<void> {
  const { client, deployment } = open;
  const range = { abi: contestAbi, address: deployment.contest, fromBlock: deployment.block, strict: true } as const;
  for (const latest = clock.now() + MOST_WAIT; clock.now() < latest; await sleep(POLL_MS)) {
    const committed = await getContractEvents(client, { ...range, eventName: "SolutionCommitted" });
    const auction = committed.at(-1)?.args.auction;
    if (auction === undefined) continue;
    const own = committed.filter(({ args }) => args.auction === auction).map(({ args }) => keeperOf(args.solver));
    if (!keepers.every((keeper) => own.includes(keeper))) continue;
    if ((await getContest(client, { deployment, auction })).phase === "commit") return;
  }
}

async function cause(market: FragileMarket, fault: Fault, wallMs: number): Promise<void> {
  const { clock, indexer, indexerProxy } = market;
  switch (fault.kind) {
    case "reorg":
      return await clock.reorg(fault.depth);
    case "miningStalled":
      return await clock.stall(wallMs);
    case "graphNodeKilled":
      await indexer.graphNode.kill();
      await sleep(wallMs);
      return await indexer.restartGraphNode();
    case "graphNodeCut":
      indexerProxy.cut();
      await sleep(wallMs);
      return indexerProxy.restore();
  }
  const hit = fault.hit.flatMap((index) => market.parts[fault.part][index] ?? []);
  await Promise.all(hit.map((part) => part.harm(fault.harm)));
  await sleep(wallMs);
  await Promise.all(hit.map((part) => part.repair()));
}
