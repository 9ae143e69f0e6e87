/**
 * The key that nominated hours are used with: a wallet makes it with one signature, this browser keeps it. With it the
 * browser signs orders and receipts by itself, so that nobody has to confirm one every minute.
 */
import type { ClearhourClient, Deployment } from "@clearhour/sdk";
import { makeSessionKey, toAccessKey } from "@clearhour/sdk/access";
import type { TypedDataSigner } from "@clearhour/sdk/meter";
import type { Address, Hex, SignTypedDataParameters } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { signTypedData } from "viem/actions";

type Exchange = Pick<Deployment, "chainId" | "meter">;

/** The private key of a wallet's access key; undefined where this browser has none yet. */
export function keptKey({ chainId, meter }: Exchange, wallet: Address): Hex | undefined {
  const kept = localStorage.getItem(nameOf({ chainId, meter }, wallet));
  return kept !== null && /^0x[0-9a-f]{64}$/.test(kept) ? (kept as Hex) : undefined;
}

/** Has the wallet make the key again, and keeps it. */
export async function askForKey(client: ClearhourClient, exchange: Exchange, wallet: Address): Promise<Hex> {
  const signer: TypedDataSigner = {
    signTypedData: (data: SignTypedDataParameters) => signTypedData(client, { ...data, account: wallet }),
  };
  const domain = { chainId: exchange.chainId, verifyingContract: exchange.meter };
  const made = await makeSessionKey(signer, domain);
  localStorage.setItem(nameOf(exchange, wallet), made);
  return made;
}

/** What a nomination carries: the public key. */
export function accessKeyOf(privateKey: Hex): Hex {
  return toAccessKey(privateKeyToAccount(privateKey).publicKey);
}

function nameOf({ chainId, meter }: Exchange, wallet: Address): string {
  return `clearhour.accessKey.${chainId}.${meter}.${wallet}`.toLowerCase();
}
