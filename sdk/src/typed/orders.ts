/** Orders that their owners sign and anybody places: the EIP-712 types of the Relay. */
import type { Hex } from "viem";
import { type BlockInput, packBlockPlacement } from "../blocks/placement.ts";
import type { Deployment } from "../deployment/types.ts";
import type { AccountId } from "../ledger/account.ts";
import { ORDER_KINDS, type OrderInput } from "../orders/placement.ts";
import { checkLots, checkUint32, checkUint64 } from "../range.ts";

const PLACEMENT_FIELDS = [
  { name: "auction", type: "uint64" },
  { name: "series", type: "uint64" },
  { name: "slot", type: "uint32" },
  { name: "kind", type: "uint8" },
] as const;

const ORDER_FIELDS = [
  { name: "price", type: "uint32" },
  { name: "lots", type: "uint32" },
] as const;

/** The EIP-712 types of signed orders. */
export const ORDER_TYPES = {
  HourlyOrder: [
    { name: "account", type: "bytes32" },
    ...PLACEMENT_FIELDS,
    ...ORDER_FIELDS,
    { name: "deadline", type: "uint64" },
  ],
  BlockOrder: [
    { name: "account", type: "bytes32" },
    { name: "order", type: "BlockPlacement" },
    { name: "deadline", type: "uint64" },
  ],
  BlockPlacement: [
    ...PLACEMENT_FIELDS,
    { name: "periods", type: "uint8" },
    ...ORDER_FIELDS,
    { name: "least", type: "uint32" },
    { name: "maxFee", type: "uint96" },
    { name: "profile", type: "uint16[]" },
  ],
} as const;

/** What an order has beside its placement once it is to be signed. */
type Signable = {
  /** A cash account, whose owner signs. */
  readonly accountId: AccountId;
  /** Limit in ticks. */
  readonly ticks: number;
  /** The last second at which it can be placed, unix seconds of the chain; its auction's closing ends it in any case. */
  readonly deadline: bigint;
};

/** An hourly order as its owner signs it. */
export type HourlyOrderInput = OrderInput & Signable;

/** A strip or block as its owner signs it. */
export type BlockOrderInput = BlockInput & Signable;

/** An hourly order and its owner's signature: 65 or 64 bytes of a key, or what an ERC-1271 contract takes. */
export type SignedOrder = { readonly order: HourlyOrderInput; readonly signature: Hex };

/** A strip or block and its owner's signature, as of an hourly order. */
export type SignedBlockOrder = { readonly order: BlockOrderInput; readonly signature: Hex };

/** Where signed orders hold: on one chain, at one exchange. */
export type OrderDomain = Pick<Deployment, "chainId" | "relay">;

/** The EIP-712 domain of signed orders. */
export function orderDomain({ chainId, relay }: OrderDomain) {
  return { name: "Clearhour", version: "1", chainId, verifyingContract: relay } as const;
}

/**
 * What a wallet signs for an hourly order: pass it to `signTypedData`, or use `signOrder`.
 *
 * @param domain A deployment.
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {OutOfRangeError} when another value does not fit its field.
 */
export function hourlyOrderTypedData(domain: OrderDomain, order: HourlyOrderInput) {
  const { accountId, auction, series, slot, side, ticks, lots, deadline } = order;
  return {
    domain: orderDomain(domain),
    types: { HourlyOrder: ORDER_TYPES.HourlyOrder },
    primaryType: "HourlyOrder",
    message: {
      account: accountId,
      auction: checkUint64("auction", auction),
      series: checkUint64("series", series),
      slot: checkUint32("slot", slot),
      kind: ORDER_KINDS[side],
      price: checkUint32("price in ticks", ticks),
      lots: checkLots(lots),
      deadline: checkUint64("deadline", deadline),
    },
  } as const;
}

/**
 * What a wallet signs for a strip or block: pass it to `signTypedData`, or use `signBlockOrder`.
 *
 * @param domain A deployment.
 * @throws {WrongPeriodsError} when it covers too few or too many periods.
 * @throws {WrongLimitError} when the limit is not from 1 to 2^24 - 1.
 * @throws {WrongBlockLotsError} when the lots of a period are not from 1 to 2^27 - 1.
 * @throws {WrongLeastError} when a block's fewest lots are not from 1 to its lots.
 * @throws {WrongProfileError} when a profile does not name lots for each period.
 * @throws {OutOfRangeError} when another value does not fit its field, or any is no whole number.
 */
export function blockOrderTypedData(domain: OrderDomain, order: BlockOrderInput) {
  const { BlockOrder, BlockPlacement } = ORDER_TYPES;
  return {
    domain: orderDomain(domain),
    types: { BlockOrder, BlockPlacement },
    primaryType: "BlockOrder",
    message: {
      account: order.accountId,
      order: packBlockPlacement(order),
      deadline: checkUint64("deadline", order.deadline),
    },
  } as const;
}
