/** Running the indexer: Postgres, graph-node and the subgraph of one deployment. */
export { type DeployedSubgraph, deploySubgraph, type Reached, reachedBlock, untilIndexed } from "./deploy.ts";
export * from "./errors.ts";
export { type GraphNode, type GraphNodeOptions, startGraphNode } from "./graphNode.ts";
export { type IndexedDeployment, type Indexer, type IndexerOptions, startIndexer } from "./indexer.ts";
export { ROOMS, type Room } from "./manifest.ts";
export { type Postgres, type PostgresOptions, startPostgres } from "./postgres.ts";
export { buildSubgraph, type PreparedSubgraph, type PrepareOptions, prepareSubgraph } from "./subgraph.ts";
