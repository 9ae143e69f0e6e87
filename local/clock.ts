/**
 * LOCAL ONLY: maps wall time to chain time. Production code knows no time but the chain's; here is the one place that
 * makes the local chain's time run faster than the wall clock, and jump over stretches where nothing happens.
 */
import { createTestClient, http, publicActions } from "viem";
import { hardhat } from "viem/chains";
import { sleep } from "./processes.ts";

export interface ClockOptions {
  rpcUrl: string;
  /** Chain seconds per wall second. */
  rate: number;
  /** Wall milliseconds between blocks. */
  blockMs: number;
}

export interface Clock {
  /** The chain time that the next block will carry, unix seconds. */
  now(): number;
  /** Moves chain time forward at once. Earlier than now is ignored. */
  jumpTo(timestamp: number): Promise<void>;
  /** Resolves when the chain has a block at or after `timestamp`. */
  until(timestamp: number): Promise<void>;
  /** Changes how fast chain time runs from now on; 0 holds it but for one second per block. */
  setRate(rate: number): void;
  /** Mines nothing for so many wall milliseconds; chain time has gone on when the next block comes. */
  stall(ms: number): Promise<void>;
  /**
   * Mines `depth` blocks, and replaces them by one more that do not hold what they held. Chain time goes on. What
   * was sent meanwhile is lost.
   */
  reorg(depth: number): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Chain time gets no further ahead of the latest block than so many blocks are apart: where the machine is so busy that
 * blocks come late, time slows down with them, and nobody misses a deadline for it.
 */
const MOST_BLOCKS_AHEAD = 1;

/** Takes mining over from the node and mines a block every `blockMs`. */
export async function startClock({ rpcUrl, rate, blockMs }: ClockOptions): Promise<Clock> {
  const client = createTestClient({
    chain: hardhat,
    mode: "hardhat",
    transport: http(rpcUrl, { retryCount: 5 }),
  }).extend(publicActions);
  await client.setAutomine(false);
  let latest = Number((await client.getBlock()).timestamp);
  let chainOrigin = latest;
  let wallOrigin = Date.now();
  let jumped = latest;
  let waiting: { timestamp: number; resolve: () => void }[] = [];

  const mapped = () => Math.floor(chainOrigin + ((Date.now() - wallOrigin) / 1000) * rate);
  const furthest = () => Math.max(latest, jumped) + Math.ceil((MOST_BLOCKS_AHEAD * blockMs * rate) / 1000);
  const now = () => Math.max(latest + 1, Math.min(mapped(), furthest()));
  const rebase = (timestamp: number) => {
    chainOrigin = timestamp;
    wallOrigin = Date.now();
  };

  async function mine() {
    const timestamp = now();
    if (timestamp < mapped()) rebase(timestamp);
    await client.setNextBlockTimestamp({ timestamp: BigInt(timestamp) });
    await client.mine({ blocks: 1 });
    latest = timestamp;
    const due = waiting.filter((wait) => wait.timestamp <= latest);
    waiting = waiting.filter((wait) => wait.timestamp > latest);
    for (const { resolve } of due) resolve();
  }

  let mining: Promise<void> = Promise.resolve();
  let queued = 0;
  const timer = setInterval(() => {
    if (queued > 0) return;
    // One block at a time; a failed one is tried again with the next beat.
    void inTurn(mine).catch(() => undefined);
  }, blockMs);

  /** Between two blocks. */
  function inTurn(act: () => Promise<void>): Promise<void> {
    queued++;
    const done = mining.then(act).finally(() => {
      queued--;
    });
    mining = done.catch(() => undefined);
    return done;
  }

  const until = (timestamp: number): Promise<void> => {
    if (timestamp <= latest) return Promise.resolve();
    return new Promise((resolve) => waiting.push({ timestamp, resolve }));
  };

  return {
    now,
    until,
    async jumpTo(timestamp) {
      if (timestamp <= now()) return;
      jumped = timestamp;
      rebase(timestamp);
      await until(timestamp);
    },
    setRate(next) {
      rebase(now());
      rate = next;
    },
    stall: (ms) => inTurn(() => sleep(ms)),
    reorg: (depth) =>
      inTurn(async () => {
        const id = await client.snapshot();
        for (let i = 0; i < depth; i++) {
          await sleep(blockMs);
          await mine();
        }
        await client.revert({ id });
        // One by one: blocks that Hardhat mines in one call have no parents, which graph-node insists on.
        for (let i = 0; i <= depth; i++) await mine();
      }),
    async stop() {
      clearInterval(timer);
      await mining;
    },
  };
}
