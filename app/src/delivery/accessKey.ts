/**
 * The key that nominated hours are used with: a wallet makes it with one signature, this browser keeps it. With it the
 * browser signs orders and receipts by itself, so that nobody has to confirm one every minute.
 *
 * Not every wallet makes the same key each time, so what is kept is never replaced: it may be the only one that opens
 * hours that were nominated with it.
 */
import type { ClearhourClient, Deployment } from "@clearhour/sdk";
import { makeSessionKey, toAccessKey } from "@clearhour/sdk/access";
import type { TypedDataSigner } from "@clearhour/sdk/meter";
import { type Address, type Hex, isAddressEqual, type SignTypedDataParameters } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { signTypedData } from "viem/actions";

type Exchange = Pick<Deployment, "chainId" | "meter">;

/** The private key that a wallet nominates with; undefined where this browser has none yet. */
export function keptKey(exchange: Exchange, wallet: Address): Hex | undefined {
  const kept = localStorage.getItem(nameOf(exchange, wallet));
  return kept !== null && /^0x[0-9a-f]{64}$/.test(kept) ? (kept as Hex) : undefined;
}

/** The private key of a nominee; undefined where this browser does not have it. */
export function keptKeyOf(exchange: Exchange, wallet: Address, nominee: Address): Hex | undefined {
  return [keptKey(exchange, wallet), keptKey(exchange, nominee)].find((key) => isKeyOf(key, nominee));
}

/** The key that a wallet nominates with: the kept one, else one that it has the wallet make, and keeps. */
export async function nominationKey(client: ClearhourClient, exchange: Exchange, wallet: Address): Promise<Hex> {
  const kept = keptKey(exchange, wallet);
  if (kept !== undefined) return kept;
  const made = await makeKey(client, exchange, wallet);
  return keptKey(exchange, wallet) ?? keep(exchange, wallet, made);
}

/**
 * Has the wallet make a nominee's key again, and keeps it.
 *
 * @returns Whether it is that key; nothing is kept otherwise.
 */
export async function recoverKey(
  client: ClearhourClient,
  exchange: Exchange,
  wallet: Address,
  nominee: Address,
): Promise<boolean> {
  const made = await makeKey(client, exchange, wallet);
  if (!isKeyOf(made, nominee)) return false;
  keep(exchange, nominee, made);
  if (keptKey(exchange, wallet) === undefined) keep(exchange, wallet, made);
  return true;
}

/** What a nomination carries: the public key. */
export function accessKeyOf(privateKey: Hex): Hex {
  return toAccessKey(privateKeyToAccount(privateKey).publicKey);
}

async function makeKey(client: ClearhourClient, { chainId, meter }: Exchange, wallet: Address): Promise<Hex> {
  const signer: TypedDataSigner = {
    signTypedData: (data: SignTypedDataParameters) => signTypedData(client, { ...data, account: wallet }),
  };
  return await makeSessionKey(signer, { chainId, verifyingContract: meter });
}

function isKeyOf(key: Hex | undefined, nominee: Address): boolean {
  return key !== undefined && isAddressEqual(privateKeyToAccount(key).address, nominee);
}

function keep(exchange: Exchange, owner: Address, key: Hex): Hex {
  localStorage.setItem(nameOf(exchange, owner), key);
  return key;
}

/** @param owner The wallet that nominates with the key, or the key's own address. */
function nameOf({ chainId, meter }: Exchange, owner: Address): string {
  return `clearhour.accessKey.${chainId}.${meter}.${owner}`.toLowerCase();
}
