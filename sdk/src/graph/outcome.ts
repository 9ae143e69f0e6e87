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
