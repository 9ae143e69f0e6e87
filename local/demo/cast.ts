/** Who takes part in the demonstrated day, and what becomes of each. */
import { type AccountId, type ClearhourClient, cashAccount } from "@clearhour/sdk";
import type { HDAccount } from "viem/accounts";
import { clientOf, INDEX, localAccount } from "../accounts.ts";

/** Providers of the CPU product, with what an outside hand does to each. */
export const PROVIDERS = {
  /** Delivers all that it sold, but for two lots that it bought back. */
  alder: 1,
  /** Its job is killed in mid-hour. */
  birch: 2,
  /** Its job is killed, too; a proxy before its agent claims in every sample that it runs. */
  cedar: 3,
  /** Its agent is killed in mid-hour, and with it all samples. */
  dogwood: 4,
  /** A proxy before its agent lets in the first set of oracles, and nobody else. */
  elm: 5,
  /** Sells, has no agent, and does not want others to commit for it. */
  fir: 6,
} as const;

const TRADERS = {
  finch: 7,
  heron: 8,
  /** Takes its lots out as claims and sells them. */
  kite: 9,
  /** Buys, and schedules nothing; bids for what nobody sells at its price. */
  osprey: 10,
  /** Sells short without capacity, and solves a contest by half. */
  plover: 11,
  /** Buys kite's claims from wallet to wallet. */
  wren: INDEX.visitor,
} as const;

export type ProviderName = keyof typeof PROVIDERS;
export type TraderName = keyof typeof TRADERS;
export type Name = ProviderName | TraderName;

export interface Party {
  readonly name: Name;
  readonly account: HDAccount;
  readonly client: ClearhourClient;
  readonly accountId: AccountId;
}

export type Cast = Readonly<Record<Name, Party>>;

export function castOf(rpcUrl: string): Cast {
  const parties = Object.entries({ ...PROVIDERS, ...TRADERS }).map(([name, index]) => {
    const account = localAccount(index);
    return [name, { name, account, client: clientOf(account, rpcUrl), accountId: cashAccount(account.address) }];
  });
  return Object.fromEntries(parties) as Cast;
}
