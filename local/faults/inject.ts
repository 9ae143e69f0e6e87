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
  const keepers = fault.keepers.flatMap((index) => market.keepers[index] ?? []);
  for (const keeper of keepers) {
    if (fault.kind === "keeperKilled") await keeper.kill();
    else if (fault.kind === "keeperCut") keeper.proxy.cut();
    else keeper.proxy.hang();
  }
  await sleep(wallMs);
  for (const keeper of keepers) {
    if (fault.kind === "keeperKilled") await keeper.start();
    else keeper.proxy.restore();
  }
}
