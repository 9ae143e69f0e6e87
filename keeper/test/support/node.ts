/** A Hardhat node in a process of its own, for the suite that calls it. */
import { fileURLToPath } from "node:url";
import { createTestClient, type Hex, http, publicActions, walletActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { freePort } from "../../../indexer/node/ports.ts";
import { Processes } from "../../../local/processes.ts";

const CLI = fileURLToPath(new URL("../../../node_modules/hardhat/dist/src/cli.js", import.meta.url));
const START_MS = 120_000;

function createChainClient(rpcUrl: string) {
  return createTestClient({ chain: hardhat, mode: "hardhat", transport: http(rpcUrl), cacheTime: 0 })
    .extend(publicActions)
    .extend(walletActions);
}

type ChainClient = ReturnType<typeof createChainClient>;

export interface Node {
  readonly port: number;
  readonly rpcUrl: string;
  readonly client: ChainClient;
  stop(): Promise<void>;
}

/**
 * Starts a node on a free port.
 *
 * @param logs Folder for its log.
 */
export async function startNode(logs: string): Promise<Node> {
  const port = await freePort();
  const rpcUrl = `http://127.0.0.1:${port}`;
  const client = createChainClient(rpcUrl);
  const processes = new Processes(logs);
  await processes.start({
    name: "node",
    command: process.execPath,
    args: [CLI, "--network", "node", "node", "--hostname", "127.0.0.1", "--port", String(port)],
    ready: async () => (await client.getChainId()) === hardhat.id,
    timeoutMs: START_MS,
  });
  return { port, rpcUrl, client, stop: () => processes.stopAll() };
}

/** Account `index` of the node: it has 10,000 coin. */
export function nodeAccount(index: number) {
  return mnemonicToAccount("test test test test test test test test test test test junk", { addressIndex: index });
}

/** The private key of account `index`. */
export function nodeKey(index: number): Hex {
  const key = nodeAccount(index).getHdKey().privateKey;
  return `0x${Buffer.from(key ?? []).toString("hex")}`;
}
