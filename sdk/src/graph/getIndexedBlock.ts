import type { Hex } from "viem";
import { GraphQueryError } from "./errors.ts";
import { metaQuery } from "./generated.ts";
import { queryGraph } from "./query.ts";
import type { Graph } from "./types.ts";

/** The block that a subgraph's history is of. */
export type IndexedBlock = {
  readonly number: bigint;
  readonly hash: Hex;
  /** Unix seconds. */
  readonly timestamp: bigint;
};

/**
 * The latest block that the subgraph has indexed. Compare it with the chain before history is taken for the present.
 *
 * @throws {GraphUnreachableError} when the endpoint does not answer.
 * @throws {GraphQueryError} when it has not indexed any block yet, or stands still after an error.
 */
export async function getIndexedBlock(graph: Graph): Promise<IndexedBlock> {
  const { _meta: meta } = await queryGraph(graph, metaQuery, {});
  const { hash, number, timestamp } = meta?.block ?? {};
  if (meta?.hasIndexingErrors) throw new GraphQueryError(metaQuery.name, ["indexing has stopped at an error"]);
  if (number === undefined || !hash || timestamp === undefined || timestamp === null) {
    throw new GraphQueryError(metaQuery.name, ["no block is indexed yet"]);
  }
  return { number: BigInt(number), hash, timestamp: BigInt(timestamp) };
}
