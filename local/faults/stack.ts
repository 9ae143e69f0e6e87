/** The market of a fault campaign: every keeper and graph-node behind a proxy of its own, so that each can be cut off. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Indexer, startIndexer } from "@clearhour/indexer";
import { startProxy, type TcpProxy } from "../../keeper/test/support/proxy.ts";
import { rpcUrlOf, startChain } from "../chain.ts";
import { type Clock, startClock } from "../clock.ts";
import { startSolver, writeDeployment } from "../keepers.ts";
import { type Life, startLife } from "../market/life.ts";
import { type OpenMarket, openLocalMarket } from "../market/opening.ts";
import { freePort, Processes, type RunningProcess } from "../processes.ts";
import type { Ends } from "../program.ts";
import { SOLVERS } from "./plan.ts";

const BLOCK_MS = 200;

/** A keeper that can be killed, cut off and started again. */
interface FragileKeeper {
  readonly proxy: TcpProxy;
  kill(): Promise<void>;
  start(): Promise<void>;
}

export interface FragileMarket {
  readonly rpcUrl: string;
  readonly clock: Clock;
  readonly open: OpenMarket;
  readonly keepers: readonly FragileKeeper[];
  readonly indexer: Indexer;
  /** Between the chain and graph-node. */
  readonly indexerProxy: TcpProxy;
  /** Everybody's trading; ends with the market, or before it. */
  readonly life: Life;
}

export interface FragileOptions {
  readonly seed: number;
  /** Chain seconds per wall second. */
  readonly rate: number;
  /** Told what a desk could not do; it goes on with its next auction. */
  readonly failed: (name: string, error: unknown) => void;
}

/** Starts everything, and opens the market. */
export async function startFragileMarket(options: FragileOptions, ends: Ends): Promise<FragileMarket> {
  const { seed, rate, failed } = options;
  const folder = mkdtempSync(join(tmpdir(), "clearhour-faults-"));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));
  const processes = new Processes(folder);
  ends.push(() => processes.stopAll());
  const port = await freePort();
  const rpcUrl = rpcUrlOf(port);
  await startChain(processes, port);
  const clock = await startClock({ rpcUrl, rate, blockMs: BLOCK_MS });
  ends.push(() => clock.stop());
  const open = await openLocalMarket(rpcUrl, seed);
  const deploymentFile = join(folder, "deployment.json");
  writeDeployment(deploymentFile, open.deployment);

  const behindProxy = async () => {
    const proxy = await startProxy(port);
    ends.push(() => proxy.close());
    return proxy;
  };
  const keepers: FragileKeeper[] = [];
  for (let index = 0; index < SOLVERS; index++) {
    const proxy = await behindProxy();
    const httpPort = await freePort();
    const start = () => startSolver(processes, { rpcUrl: rpcUrlOf(proxy.port), deploymentFile, index, httpPort });
    let running: RunningProcess = await start();
    keepers.push({
      proxy,
      kill: () => running.kill(),
      start: async () => {
        running = await start();
      },
    });
  }
  const indexerProxy = await behindProxy();
  const { deployment } = open;
  const indexer = await startIndexer({ rpcUrl: rpcUrlOf(indexerProxy.port), deployment, logs: folder });
  ends.push(() => indexer.stop());
  const life = startLife(open, clock, failed);
  ends.push(() => life.stop());
  return { rpcUrl, clock, open, keepers, indexer, indexerProxy, life };
}
