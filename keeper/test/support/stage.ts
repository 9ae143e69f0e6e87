/** A node with an exchange, and keepers that work on it. The test mines the blocks and so decides what time it is. */
import type { Deployment } from "@clearhour/sdk";
import { HOUR } from "../../../sdk/test/support/listing.ts";
import { deploymentFile, type Scratch } from "./files.ts";
import { type KeeperProcess, killKeepers, runKeeper } from "./keeper.ts";
import { deploy, type Market, openMarket, openTrader, type ProductOptions } from "./market.ts";
import { nodeAccount, nodeKey, startNode } from "./node.ts";

/** Below what mocha allows a test, so that it fails with its own words; a busy machine takes a minute and more. */
const WAIT_MS = 100_000;

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** @param scratch Where the deployment's file and the node's log go. */
export async function openStage(scratch: Scratch) {
  const node = await startNode(scratch.folder);
  const { client } = node;
  const deployment: Deployment = await deploy(node);
  const file = scratch.write("deployment.json", deploymentFile(deployment));

  /** Mines a block at a time, unix seconds, or as soon after the latest one as there can be one. */
  const to = async (timestamp: bigint): Promise<void> => {
    const { timestamp: latest } = await client.getBlock();
    try {
      await client.setNextBlockTimestamp({ timestamp: timestamp > latest ? timestamp : latest + 1n });
    } catch (error) {
      // A keeper's transaction may have brought a block meanwhile.
      if ((await client.getBlock()).timestamp === latest) throw error;
      return await to(timestamp);
    }
    await client.mine({ blocks: 1 });
  };

  return {
    node,
    client,
    deployment,
    file,
    to,
    openMarket: (options?: ProductOptions): Promise<Market> => openMarket(node, deployment, options),
    openTrader: (index: number) => openTrader(node, deployment, index),
    /** A multiple of four hours whose auctions have not opened yet. */
    async comingHour() {
      const { timestamp } = await client.getBlock();
      return (Math.floor(Number(timestamp) / HOUR / 4) + 3) * 4;
    },
    /** A keeper that signs with account `index` of the node. */
    keeper({ index = 9, rpcUrl = node.rpcUrl, args = [] as readonly string[] } = {}): KeeperProcess {
      const flags = ["--rpc-url", rpcUrl, "--deployment", file, "--http-port", "0", "--poll-ms", "50"];
      return runKeeper({ args: ["solve", ...flags, ...args], env: { CLEARHOUR_PRIVATE_KEY: nodeKey(index) } });
    },
    /** Waits until each keeper has done all that it does at the latest block. */
    async done(...keepers: readonly KeeperProcess[]) {
      const { number } = await client.getBlock();
      for (const keeper of keepers) {
        await until(async () => (await keeper.metric("clearhour_keeper_done_block")) >= Number(number));
      }
    },
    /** Transactions that an account has had mined. */
    sent: (index: number) => client.getTransactionCount({ address: nodeAccount(index).address }),
    async close() {
      killKeepers();
      await node.stop();
    },
  };
}

/** Waits until something holds. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + WAIT_MS;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it did not come to hold in time");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
