/** A local chain of one test: Hardhat's node over HTTP, in a process of its own. */
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { createTestClient, http, publicActions, walletActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import { freePort } from "../../node/ports.ts";
import { startChild } from "../../node/process.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const READY_MS = 60_000;
const GRACE_MS = 3_000;
/** Hardhat's own accounts, which have ether. */
const MNEMONIC = "test test test test test test test test test test test junk";

export type Chain = Awaited<ReturnType<typeof startChain>>;
export type Client = Chain["client"];
export type Wallet = ReturnType<typeof walletAt>;

export async function startChain() {
  const port = await freePort();
  const rpcUrl = `http://127.0.0.1:${port}`;
  const hardhatCli = join("node_modules", "hardhat", "dist", "src", "cli.js");
  const child = await startChild({
    name: "the local chain",
    command: process.execPath,
    args: [hardhatCli, "--network", "node", "node", "--hostname", "127.0.0.1", "--port", String(port)],
    cwd: ROOT,
  });
  const client = createTestClient({ chain: hardhat, mode: "hardhat", transport: http(rpcUrl, { retryCount: 2 }) })
    .extend(publicActions)
    .extend(walletActions);
  await child.untilReady(async () => (await client.getChainId()) === hardhat.id, READY_MS);
  return { rpcUrl, client, stop: () => child.stop("SIGTERM", GRACE_MS) };
}

export function walletAt(index: number) {
  return mnemonicToAccount(MNEMONIC, { addressIndex: index });
}
