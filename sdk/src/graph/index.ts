/**
 * @clearhour/sdk/graph: history from the subgraph, typed from its schema. Truth is on the chain: what an account holds
 * now, and whether an auction is final, is asked there.
 */
export { GraphError, GraphQueryError, GraphUnreachableError } from "./errors.ts";
export * from "./generated.ts";
export { getIndexedBlock, type IndexedBlock } from "./getIndexedBlock.ts";
export * from "./ids.ts";
export { type BlockHistory, blockOutcomeOf, type OrderHistory, outcomeOf, placedBlockOf } from "./outcome.ts";
export { queryAll, queryGraph } from "./query.ts";
export type { Graph, TypedQuery } from "./types.ts";
