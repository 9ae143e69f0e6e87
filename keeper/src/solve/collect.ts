import { filledLots, type Order, OrderKind, type Result } from "@clearhour/sdk";
import { BlockKind, type BlockOrder } from "@clearhour/sdk/blocks";
import type { CollectAction, CollectBlocksAction } from "./actions.ts";
import type { BlockHint, OrderHint } from "./hints.ts";
import { blockSpan, collectSpan, type Self, within } from "./timing.ts";

/** An order that is not collected although its auction is over. */
export interface UncollectedOrder {
  readonly hint: OrderHint;
  readonly order: Order;
  /** `undefined` when the auction is void. */
  readonly result: Result | undefined;
}

/** A strip or block that is not collected although its auction is over. */
export interface UncollectedBlock {
  readonly hint: BlockHint;
  readonly order: BlockOrder;
  /** Lots, or units of its profile. */
  readonly filled: number;
}

/** The lots that collecting an order brings into the open. */
export type Exposed = "short" | "long" | "returned";

/** Most orders of one transaction: at about 100,000 gas each at worst, a quarter of what one may carry. */
const BATCH = 40;
/** Most periods of the strips and blocks of one transaction, each of which may cost as much. */
const MOST_PERIODS = 96;

/** What collecting the order brings into the open that matters to the market; `undefined` if nothing. */
export function exposedBy(order: Order, result: Result | undefined): Exposed | undefined {
  const filled = result === undefined ? 0 : filledLots(order, result);
  const rest = order.lots - filled;
  switch (order.kind) {
    case OrderKind.Write:
      return filled > 0 ? "short" : undefined;
    case OrderKind.CloseBuy:
      return rest > 0 ? "short" : undefined;
    case OrderKind.Buy:
      return filled > 0 ? "long" : undefined;
    case OrderKind.Sell:
      return rest > 0 ? "long" : undefined;
    case OrderKind.CloseSell:
      return rest > 0 ? "returned" : undefined;
    default:
      return undefined;
  }
}

/**
 * Collects orders of others whose lots would stay hidden: shorts before gate closure, longs before their hour-ahead
 * auction closes. What their owners can do later at no cost to anyone is left to them.
 */
export function decideCollects(now: bigint, self: Self, orders: readonly UncollectedOrder[]): CollectAction[] {
  const due = orders.flatMap(({ hint, order, result }) => {
    const exposed = exposedBy(order, result);
    const span = exposed && collectSpan(self, hint, exposed);
    return span && within(span, now) ? [{ hint, deadline: span.to }] : [];
  });
  // Orders of one account next to each other cost less gas.
  due.sort((a, b) => (a.hint.accountId < b.hint.accountId ? -1 : 1));
  const actions: CollectAction[] = [];
  for (let i = 0; i < due.length; i += BATCH) {
    const batch = due.slice(i, i + BATCH);
    const orders = batch.map(({ hint: { accountId, slot, auction } }) => ({
      accountId,
      slot,
      auction: auction.auction,
    }));
    const deadline = batch.reduce((last, each) => (each.deadline > last ? each.deadline : last), 0n);
    actions.push({ kind: "collect", orders, deadline });
  }
  return actions;
}

/** What collecting a strip or block brings into the open that matters to the market; `undefined` if nothing. */
export function blockExposedBy({ kind, lots }: BlockOrder, filled: number): "short" | "long" | undefined {
  switch (kind) {
    case BlockKind.StripWrite:
    case BlockKind.BlockWrite:
      return filled > 0 ? "short" : undefined;
    case BlockKind.StripBuy:
    case BlockKind.BlockBuy:
      return filled > 0 ? "long" : undefined;
    default:
      return lots > filled ? "long" : undefined;
  }
}

/** The same for strips and blocks. */
export function decideBlockCollects(
  now: bigint,
  self: Self,
  blocks: readonly UncollectedBlock[],
): CollectBlocksAction[] {
  const due = blocks.flatMap(({ hint, order, filled }) => {
    const exposed = blockExposedBy(order, filled);
    const span = exposed && blockSpan(self, hint, exposed);
    return span && within(span, now) ? [{ hint, deadline: span.to }] : [];
  });
  due.sort((a, b) => (a.hint.accountId < b.hint.accountId ? -1 : 1));
  const actions: CollectBlocksAction[] = [];
  let room = 0;
  for (const { hint, deadline } of due) {
    const { accountId, slot, auction, periods } = hint;
    const order = { accountId, slot, auction: auction.auction };
    const last = actions.at(-1);
    if (last === undefined || periods > room) {
      actions.push({ kind: "collectBlocks", orders: [order], deadline });
      room = MOST_PERIODS - periods;
      continue;
    }
    const later = deadline > last.deadline ? deadline : last.deadline;
    actions[actions.length - 1] = { ...last, orders: [...last.orders, order], deadline: later };
    room -= periods;
  }
  return actions;
}
