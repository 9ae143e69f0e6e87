/** How values appear in error messages. */
import { type AccountId, unpackAccount } from "../ledger/account.ts";
import { formatAccount } from "../ledger/accountText.ts";

/** An account id for people; ids that are none of ours as they came. */
export function account(id: AccountId): string {
  try {
    return unpackAccount(id).kind === "cash" ? formatAccount(id).replace("cash/", "account ") : formatAccount(id);
  } catch {
    return `account id ${id}`;
  }
}

/** `product << 32 | hour`. */
export function series(id: bigint): string {
  return `product ${id >> 32n}, period ${id & 0xffffffffn}`;
}

/** `lane << 32 | number`. */
export function auction(id: bigint): string {
  return `auction ${id & 0xffffffffn} of lane ${id >> 32n}`;
}

/** Unix seconds as UTC. */
export function time(seconds: bigint): string {
  const ms = Number(seconds) * 1000;
  return Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString().replace(".000Z", "Z") : `${seconds} s`;
}
