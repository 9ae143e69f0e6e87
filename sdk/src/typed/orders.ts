/** Orders that their owners sign and anybody places: the EIP-712 types of the Relay. */
import type { Hex } from "viem";
import type { Deployment } from "../deployment/types.ts";
import type { AccountId } from "../ledger/account.ts";
import { ORDER_KINDS, type OrderInput } from "../orders/placement.ts";
import { checkLots, checkUint32, checkUint64 } from "../range.ts";

/** The EIP-712 types of signed orders. */
export const ORDER_TYPES = {
  HourlyOrder: [
    { name: "account", type: "bytes32" },
    { name: "auction", type: "uint64" },
    { name: "series", type: "uint64" },
    { name: "slot", type: "uint32" },
    { name: "kind", type: "uint8" },
    { name: "price", type: "uint32" },
    { name: "lots", type: "uint32" },
    { name: "deadline", type: "uint64" },
  ],
} as const;

/** An hourly order as its owner signs it: with the account it is for, its limit in ticks, and until when it holds. */
export type HourlyOrder = OrderInput & {
  /** A cash account. */
  readonly accountId: AccountId;
  /** Limit in ticks. */
  readonly ticks: number;
  /** The last second at which it can be placed, unix seconds of the chain; its auction's closing ends it in any case. */
  readonly deadline: bigint;
};

/** An hourly order and its owner's signature: 65 or 64 bytes of a key, or what an ERC-1271 contract takes. */
export type SignedOrder = { readonly order: HourlyOrder; readonly signature: Hex };

/** The EIP-712 domain of signed orders: they hold on one chain and at one exchange. */
export function orderDomain({ chainId, relay }: Pick<Deployment, "chainId" | "relay">) {
  return { name: "Clearhour", version: "1", chainId, verifyingContract: relay } as const;
}

/**
 * What a wallet signs for an hourly order: pass it to `signTypedData`, or use `signOrder`.
 *
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {OutOfRangeError} when another value does not fit its field.
 */
export function hourlyOrderTypedData(deployment: Pick<Deployment, "chainId" | "relay">, order: HourlyOrder) {
  return {
    domain: orderDomain(deployment),
    types: { HourlyOrder: ORDER_TYPES.HourlyOrder },
    primaryType: "HourlyOrder",
    message: hourlyOrderFields(order),
  } as const;
}

/** An hourly order as the contract takes it. */
export function hourlyOrderFields({ accountId, auction, series, slot, side, ticks, lots, deadline }: HourlyOrder) {
  return {
    account: accountId,
    auction: checkUint64("auction", auction),
    series: checkUint64("series", series),
    slot: checkUint32("slot", slot),
    kind: ORDER_KINDS[side],
    price: checkUint32("price in ticks", ticks),
    lots: checkLots(lots),
    deadline: checkUint64("deadline", deadline),
  } as const;
}
