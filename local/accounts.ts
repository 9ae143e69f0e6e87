/** LOCAL ONLY: the accounts of the local market, from the published test mnemonic. Their keys are no secrets. */
import type { ClearhourClient } from "@clearhour/sdk";
import { createWalletClient, type Hex, http, toHex } from "viem";
import { type HDAccount, mnemonicToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

const MNEMONIC = "test test test test test test test test test test test junk";

/** Address indexes; the node gives ether to the first twenty. The deployer relays orders once the market is open. */
export const INDEX = { deployer: 0, participants: 1, second: 12, keepers: 13, oracles: 15, visitor: 19 } as const;

export function localAccount(index: number): HDAccount {
  return mnemonicToAccount(MNEMONIC, { addressIndex: index });
}

/** For processes that read their key from the environment. */
export function privateKeyOf(account: HDAccount): Hex {
  const key = account.getHdKey().privateKey;
  if (key === null) throw new Error("a derived account has its key");
  return toHex(key);
}

export function clientOf(account: HDAccount, rpcUrl: string): ClearhourClient {
  const transport = http(rpcUrl, { retryCount: 3 });
  return createWalletClient({ account, chain: hardhat, transport, pollingInterval: 50 });
}
