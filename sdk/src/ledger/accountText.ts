/** Account ids as text that a person can read and a program can read back. */
import { type Address, isAddress, zeroAddress } from "viem";
import { InvalidAccountError } from "../errors/input.ts";
import { ACCOUNT_KINDS, type AccountId, type AccountKind, packAccount, unpackAccount } from "./account.ts";

/** Kinds whose ref is two numbers of 32 bits: lane.number, product.day or product.hour. */
const PAIRED: readonly AccountKind[] = ["auction-escrow", "margin", "delivery", "compensation"];

const TEXT = /^([a-z-]+)(?:\/(0x[0-9a-fA-F]{40})(?:\/(\d{1,5}))?)?(?:#(\d+)(?:\.(\d+))?)?$/;

/**
 * An account id as text: `kind/owner/desk#ref`, without the parts that are zero. Refs of two numbers have a dot.
 *
 * @example
 * formatAccount(cashAccount("0x70997970C51812dc3A010C7d01b50e0d17dc79C8")); // cash/0x70997970C51812dc3A010C7d01b50e0d17dc79C8
 * formatAccount(auctionEscrowAccount((1n << 32n) | 20345n)); // auction-escrow#1.20345
 */
export function formatAccount(account: AccountId): string {
  const { kind, owner, desk, ref } = unpackAccount(account);
  const paired = PAIRED.includes(kind) && ref >> 64n === 0n;
  const who = owner === zeroAddress && desk === 0 ? "" : `/${owner}${desk === 0 ? "" : `/${desk}`}`;
  if (ref === 0n) return `${kind}${who}`;
  return `${kind}${who}#${paired ? `${ref >> 32n}.${ref & 0xffffffffn}` : ref}`;
}

/**
 * Reads what `formatAccount` wrote.
 *
 * @throws {InvalidAccountError} when the text is not of that form.
 */
export function parseAccountText(text: string): AccountId {
  const [, kind, owner, desk, first, second] = TEXT.exec(text) ?? [];
  if (kind === undefined || !isKind(kind)) throw new InvalidAccountError(text, "expected kind/owner/desk#ref");
  if (owner !== undefined && !isAddress(owner, { strict: false })) {
    throw new InvalidAccountError(text, "the owner is no address");
  }
  const ref = second === undefined ? BigInt(first ?? 0) : (BigInt(first ?? 0) << 32n) | field(second, text);
  return packAccount({ kind, owner: owner as Address | undefined, desk: Number(desk ?? 0), ref });
}

function isKind(kind: string): kind is AccountKind {
  return (ACCOUNT_KINDS as readonly string[]).includes(kind);
}

function field(digits: string, text: string): bigint {
  const value = BigInt(digits);
  if (value >> 32n !== 0n) throw new InvalidAccountError(text, "the number behind the dot has 32 bits");
  return value;
}
