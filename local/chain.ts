/** The local chain: Hardhat's node in a process of its own. */
import { join } from "node:path";
import { requireFree } from "@clearhour/indexer/ports";
import { createPublicClient, http } from "viem";
import { type Processes, type RunningProcess, SMALL_HEAP } from "./processes.ts";

const LOCAL_CHAIN_ID = 31_337;
/** Hardhat finds its configuration here. */
const ROOT = join(import.meta.dirname, "..");

/** Starts a node with Osaka rules and a bounded block on 127.0.0.1. */
export async function startChain(processes: Processes, port: number): Promise<RunningProcess> {
  await requireFree(port, "the chain");
  const client = createPublicClient({ transport: http(rpcUrlOf(port), { retryCount: 0 }) });
  return await processes.start({
    name: "chain",
    command: process.execPath,
    cwd: ROOT,
    args: [
      ...SMALL_HEAP,
      join("node_modules", "hardhat", "dist", "src", "cli.js"),
      "--network",
      "node",
      "node",
      "--hostname",
      "127.0.0.1",
      "--port",
      String(port),
    ],
    ready: async () => (await client.getChainId()) === LOCAL_CHAIN_ID,
    timeoutMs: 60_000,
  });
}

export function rpcUrlOf(port: number): string {
  return `http://127.0.0.1:${port}`;
}
