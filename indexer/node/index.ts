/** Running the indexer: Postgres, graph-node and the subgraph of one deployment. */
export { type CompareOptions, type Comparison, compareWithChain, type Difference } from "./compare/index.ts";
export * from "./errors.ts";
export { type GraphNode, type GraphNodeOptions, startGraphNode } from "./graphNode.ts";
export { type IndexedDeployment, type Indexer, type IndexerOptions, startIndexer } from "./indexer.ts";
export { perRoom, ROOMS, type Room } from "./manifest.ts";
export { type Postgres, type PostgresOptions, startPostgres } from "./postgres.ts";
export { type IndexedSubgraph, type Reached, reachedBlock, untilIndexed } from "./progress.ts";
export { buildSubgraph, type PreparedSubgraph, type PrepareOptions, prepareSubgraph } from "./subgraph.ts";
