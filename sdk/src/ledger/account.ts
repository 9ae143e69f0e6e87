/**
 * Account ids of the ledger: one packed, readable word per account.
 *
 *   255     248 247    232 231                    72 71                    0
 *  +-----------+----------+------------------------+-----------------------+
 *  |  kind (8) | desk (16)|       owner (160)      |       ref (72)        |
 *  +-----------+----------+------------------------+-----------------------+
 */
import { type Address, getAddress, type Hex, isAddress, numberToHex, zeroAddress } from "viem";
import { InvalidAccountError } from "../errors/input.ts";

/** A packed account id: 32 bytes, in lower case so that equal ids are equal strings. */
export type AccountId = Hex;

/** The kinds of accounts, in the order of their codes. */
export const ACCOUNT_KINDS = [
  "outside",
  "cash",
  "auction-escrow",
  "margin",
  "stake",
  "bond",
  "delivery",
  "compensation",
  "fees",
  "reserve",
  "external",
] as const;

export type AccountKind = (typeof ACCOUNT_KINDS)[number];

/** An account id taken apart. */
export type AccountParts = {
  readonly kind: AccountKind;
  /** Zero address where the account belongs to nobody. */
  readonly owner: Address;
  /** Sub-account of the owner, 0 to 65,535. */
  readonly desk: number;
  /** 72 bits: an auction id, a series, `product << 32 | day`, a market or a dispute, as the kind says. */
  readonly ref: bigint;
};

const MAX_DESK = 0xffff;
const REF_MASK = (1n << 72n) - 1n;
const OWNER_MASK = (1n << 160n) - 1n;

/**
 * Packs an account id.
 *
 * @throws {InvalidAccountError} when desk, owner or ref do not fit their fields.
 */
export function packAccount(parts: {
  readonly kind: AccountKind;
  /** The zero address by default: an account that belongs to nobody. */
  readonly owner?: Address | undefined;
  /** Sub-account of the owner, 0 to 65,535; 0 by default. */
  readonly desk?: number | undefined;
  /** 72 bits, what they mean is for the kind to say; 0 by default. */
  readonly ref?: bigint | undefined;
}): AccountId {
  const { kind, owner = zeroAddress, desk = 0, ref = 0n } = parts;
  if (!isAddress(owner, { strict: false })) throw new InvalidAccountError(String(owner), "the owner is no address");
  if (!Number.isInteger(desk) || desk < 0 || desk > MAX_DESK) {
    throw new InvalidAccountError(String(desk), "a desk is an integer from 0 to 65535");
  }
  if (ref < 0n || ref > REF_MASK) throw new InvalidAccountError(String(ref), "a ref has 72 bits");
  const id = (BigInt(ACCOUNT_KINDS.indexOf(kind)) << 248n) | (BigInt(desk) << 232n) | (BigInt(owner) << 72n) | ref;
  return numberToHex(id, { size: 32 });
}

/**
 * Takes an account id apart.
 *
 * @throws {InvalidAccountError} when the id is not 32 bytes or of an unknown kind.
 */
export function unpackAccount(account: AccountId): AccountParts {
  const id = toWord(account);
  const kind = ACCOUNT_KINDS[Number(id >> 248n)];
  if (kind === undefined) throw new InvalidAccountError(account, "no account is of this kind");
  return {
    kind,
    owner: getAddress(numberToHex((id >> 72n) & OWNER_MASK, { size: 20 })),
    desk: Number((id >> 232n) & BigInt(MAX_DESK)),
    ref: id & REF_MASK,
  };
}

/** The other side of deposits and withdrawals. It holds no balance. */
export const OUTSIDE_ACCOUNT: AccountId = packAccount({ kind: "outside" });
/** The one reserve account. */
export const RESERVE_ACCOUNT: AccountId = packAccount({ kind: "reserve" });

/**
 * Free cash of (owner, desk); also the identity under which an account trades.
 *
 * @param desk 0 to 65,535.
 * @throws {InvalidAccountError} when the owner is no address or the desk does not fit.
 */
export function cashAccount(owner: Address, desk = 0): AccountId {
  return packAccount({ kind: "cash", owner, desk });
}

/** Cash of an auction's open orders and of fills not yet collected. */
export function auctionEscrowAccount(auction: bigint): AccountId {
  return packAccount({ kind: "auction-escrow", ref: auction });
}

/**
 * What is locked for the short lots that a cash account has in the 24 periods of a day.
 *
 * @param day 24 periods each, since the epoch: `hour / 24`, rounded down.
 */
export function marginAccount(account: AccountId, product: number, day: number): AccountId {
  return sibling(account, "margin", pair(product, day));
}

/** The stake of a provider's cash account, bonded and unbonding. */
export function stakeAccount(account: AccountId): AccountId {
  return sibling(account, "stake", 0n);
}

/** The bonds of a dispute. */
export function disputeBondAccount(dispute: bigint): AccountId {
  return packAccount({ kind: "bond", ref: dispute });
}

/** The bond of an oracle of a product. */
export function oracleBondAccount(oracle: Address, product: number): AccountId {
  return packAccount({ kind: "bond", owner: oracle, ref: BigInt(product) });
}

/** Locks of committed lots of a series and prepaid settlements. */
export function deliveryAccount(series: bigint): AccountId {
  return packAccount({ kind: "delivery", ref: series });
}

/** What shorts that nobody committed paid in for a series. */
export function compensationAccount(series: bigint): AccountId {
  return packAccount({ kind: "compensation", ref: series });
}

/** Trading fees of a market; market 0 takes donations. */
export function feesAccount(market: number): AccountId {
  return packAccount({ kind: "fees", ref: BigInt(market) });
}

/**
 * An account in the namespace of a contract outside of the core.
 *
 * @param ref The contract's own number, 0 to 2^72 - 1.
 */
export function externalAccount(owner: Address, ref: bigint): AccountId {
  return packAccount({ kind: "external", owner, ref });
}

/** Whether this is a well-formed cash account: kind cash, an owner, no ref. */
export function isCashAccount(account: AccountId): boolean {
  const { kind, owner, ref } = unpackAccount(account);
  return kind === "cash" && owner !== zeroAddress && ref === 0n;
}

function toWord(account: AccountId): bigint {
  if (!/^0x[0-9a-fA-F]{64}$/.test(account)) throw new InvalidAccountError(account, "an id has 32 bytes");
  return BigInt(account);
}

function sibling(account: AccountId, kind: AccountKind, ref: bigint): AccountId {
  const { owner, desk } = unpackAccount(account);
  return packAccount({ kind, owner, desk, ref });
}

function pair(high: number, low: number): bigint {
  return (BigInt(high) << 32n) | BigInt(low);
}
