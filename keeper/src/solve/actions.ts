import type { AccountId } from "@clearhour/sdk";
import type { Hex } from "viem";

/** Clears an auction. */
export interface ClearAction {
  readonly kind: "clear";
  readonly auction: bigint;
  readonly hints: Hex;
  /** From then on it cannot be cleared, unix seconds. */
  readonly deadline: bigint;
}

/** Collects orders of others. */
export interface CollectAction {
  readonly kind: "collect";
  readonly orders: readonly { readonly accountId: AccountId; readonly slot: bigint; readonly auction: bigint }[];
  /** From then on it is of no use. */
  readonly deadline: bigint;
}

/** Puts an unscheduled position into its hour-ahead auction. */
export interface CloseOutAction {
  readonly kind: "closeOut";
  readonly accountId: AccountId;
  readonly series: bigint;
  readonly auction: bigint;
  /** From then on the auction takes no orders. */
  readonly deadline: bigint;
}

/** What the keeper can do. */
export type Action = ClearAction | CollectAction | CloseOutAction;

/** Equal for two proposals to do the same. */
export function keyOf(action: Action): string {
  switch (action.kind) {
    case "clear":
      return `clear/${action.auction}`;
    case "closeOut":
      return `closeOut/${action.auction}/${action.accountId}/${action.series}`;
    case "collect":
      return action.orders.map(collectLock).join(" ");
  }
}

/** What no two transactions of a keeper do at the same time. */
export function locksOf(action: Action): string[] {
  switch (action.kind) {
    case "clear":
      return [`clear/${action.auction}`];
    case "closeOut":
      return [closeOutLock(action.auction)];
    case "collect":
      return action.orders.map(collectLock);
  }
}

/** Close-outs of one auction wait for each other. */
function closeOutLock(auction: bigint): string {
  return `closeOut/${auction}`;
}

/** An order is collected once. */
export function collectLock({ accountId, slot, auction }: CollectAction["orders"][number]): string {
  return `collect/${accountId}/${slot}/${auction}`;
}
