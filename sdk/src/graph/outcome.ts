import { type BlockFillReport, explainBlockFill, type PlacedBlock, unpackBlock } from "../blocks/index.ts";
import { explainFill, type FillReport, unpackOrder, unpackResult } from "../clearing/index.ts";

/** What it takes of an order in the subgraph to tell what became of it. */
export type OrderHistory = {
  /** The order word, as placed. */
  readonly word: string;
  readonly auction: { readonly deadline: string };
  /**
   * What its series cleared at; null until then, and for ever where the auction is void. With strips or blocks in the
   * auction a better one can replace it until the deadline.
   */
  readonly result: { readonly word: string } | null;
};

/**
 * What became of an order, and why: a pure function of the order and the result of its series, so it is known as soon
 * as the auction is final, collected or not.
 *
 * @param timestamp Time of the block that the history is of, unix seconds: an auction that is not cleared by its
 * deadline is void.
 *
 * @example
 * const { timestamp } = await getIndexedBlock(graph);
 * const { orders } = await queryGraph(graph, ordersQuery, { owner });
 * for (const order of orders) console.log(outcomeOf(order, timestamp).reason);
 */
export function outcomeOf(order: OrderHistory, timestamp: bigint): FillReport {
  const placed = unpackOrder(BigInt(order.word));
  const result = order.result === null ? undefined : unpackResult(BigInt(order.result.word));
  const solving = timestamp < BigInt(order.auction.deadline);
  if (result === undefined) return explainFill(placed, solving ? "pending" : "void");
  return explainFill(placed, solving && result.contested ? "pending" : result);
}

/** What it takes of a strip or block in the subgraph to tell what became of it. */
export type BlockHistory = {
  /** The order word, as placed. */
  readonly word: string;
  readonly profile: readonly number[];
  readonly product: { readonly tickSize: string };
  readonly auction: { readonly deadline: string };
  readonly collected: boolean;
  /** Lots, or units of its profile; null until collected. */
  readonly filled: number | null;
  /** Quote units; null until collected, and where its auction is void. */
  readonly surplus: string | null;
};

/** A strip or block of the subgraph as it was placed. */
export function placedBlockOf({ profile, word }: Pick<BlockHistory, "profile" | "word">): PlacedBlock {
  return { ...unpackBlock(BigInt(word)), profile };
}

/**
 * What became of a strip or block, and why: before its auction's deadline, and once it is collected. In between the
 * prices of its periods are the chain's to tell: `explainBlock`, with what `placedBlockOf` gives.
 *
 * @param timestamp Time of the block that the history is of, unix seconds.
 * @returns `undefined` where its auction is over and it is not collected.
 */
export function blockOutcomeOf(order: BlockHistory, timestamp: bigint): BlockFillReport | undefined {
  const placed = placedBlockOf(order);
  if (!order.collected) {
    return timestamp < BigInt(order.auction.deadline) ? explainBlockFill(placed, "pending") : undefined;
  }
  if (order.surplus === null) return explainBlockFill(placed, "void");
  const { filled, product, surplus } = order;
  return explainBlockFill(placed, {
    filled: filled ?? 0,
    surplus: BigInt(surplus),
    tickSize: BigInt(product.tickSize),
  });
}
