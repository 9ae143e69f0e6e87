/** The key that nominated hours are used with: made in this browser, kept in it, one for each wallet. */
import { toAccessKey } from "@clearhour/sdk/access";
import type { Address, Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

const PREFIX = "clearhour.accessKey.";

/** The private key of a wallet's access key; made when it is first asked for. */
export function privateKeyFor(wallet: Address): Hex {
  const name = `${PREFIX}${wallet.toLowerCase()}`;
  const kept = localStorage.getItem(name);
  if (kept !== null && /^0x[0-9a-f]{64}$/.test(kept)) return kept as Hex;
  const made = generatePrivateKey();
  localStorage.setItem(name, made);
  return made;
}

/** What a nomination carries: the public key. */
export function accessKeyOf(privateKey: Hex): Hex {
  return toAccessKey(privateKeyToAccount(privateKey).publicKey);
}
