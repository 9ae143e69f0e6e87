/** Causes one fault and takes it back. */
import { sleep } from "../processes.ts";
import type { Fault } from "./plan.ts";
import type { FragileMarket } from "./stack.ts";

/** Chain time from a fault's beginning to when everything that it took away is there again, unix seconds. */
export interface Outage {
  readonly fault: Fault;
  readonly from: number;
  readonly to: number;
}

/** @param wallMs how long it lasts; a reorg takes as long as its blocks */
export async function inject(market: FragileMarket, fault: Fault, wallMs: number): Promise<Outage> {
  const from = market.clock.now();
  await cause(market, fault, wallMs);
  return { fault, from, to: market.clock.now() };
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
