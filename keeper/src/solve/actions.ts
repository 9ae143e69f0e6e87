import type { AccountId } from "@clearhour/sdk";
import type { Solution } from "@clearhour/sdk/contest";
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

/** Brings the baseline of a contest. */
interface BaselineAction {
  readonly kind: "baseline";
  readonly auction: bigint;
  readonly hints: Hex;
  readonly list: Hex;
  readonly deadline: bigint;
}

/** Commits to a solution of a contest. */
interface CommitAction {
  readonly kind: "commit";
  readonly auction: bigint;
  readonly commitment: Hex;
  readonly deadline: bigint;
}

/** Reveals what the keeper committed to. */
interface RevealAction {
  readonly kind: "reveal";
  readonly auction: bigint;
  readonly solution: Solution;
  readonly salt: Hex;
  readonly list: Hex;
  readonly deadline: bigint;
}

/** Concludes a contest: fees, reward and references. */
interface ConcludeAction {
  readonly kind: "conclude";
  readonly auction: bigint;
  readonly deadline: bigint;
}

/** Collects strips and blocks of others. */
export interface CollectBlocksAction {
  readonly kind: "collectBlocks";
  readonly orders: CollectAction["orders"];
  readonly deadline: bigint;
}

export type ContestAction = BaselineAction | CommitAction | RevealAction | ConcludeAction;

/** What the keeper can do. */
export type Action = ClearAction | CollectAction | CloseOutAction | ContestAction | CollectBlocksAction;

/** Equal for two proposals to do the same. */
export function keyOf(action: Action): string {
  switch (action.kind) {
    case "closeOut":
      return `closeOut/${action.auction}/${action.accountId}/${action.series}`;
    case "collect":
    case "collectBlocks":
      return locksOf(action).join(" ");
    case "commit":
      return `commit/${action.auction}/${action.commitment}`;
    default:
      return `${action.kind}/${action.auction}`;
  }
}

/** What no two transactions of a keeper do at the same time. */
export function locksOf(action: Action): string[] {
  switch (action.kind) {
    case "closeOut":
      return [closeOutLock(action.auction)];
    case "collect":
      return action.orders.map(collectLock);
    case "collectBlocks":
      return action.orders.map(collectBlockLock);
    default:
      return [`${action.kind}/${action.auction}`];
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

/** So is a strip or block; their slots are apart from those of hourly orders. */
export function collectBlockLock(order: CollectAction["orders"][number]): string {
  return `block/${collectLock(order)}`;
}
