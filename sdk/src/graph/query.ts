import { GraphQueryError, GraphUnreachableError } from "./errors.ts";
import type { Graph, TypedQuery } from "./types.ts";

const TIMEOUT_MS = 20_000;
/** The most that a subgraph gives at once. */
const PAGE = 1000;

/**
 * Asks the subgraph. What it answers is history as of the block that it has indexed: see `getIndexedBlock`.
 *
 * @throws {GraphUnreachableError} when the endpoint does not answer.
 * @throws {GraphQueryError} when the subgraph refuses the query.
 *
 * @example
 * const { markets } = await queryGraph({ url }, marketsQuery, {});
 */
export async function queryGraph<Result, Variables>(
  graph: Graph,
  query: TypedQuery<Result, Variables>,
  variables: Variables,
): Promise<Result> {
  const { data, errors } = await ask<Result>(graph, { query: query.text, variables });
  if (errors !== undefined && errors.length > 0) {
    throw new GraphQueryError(
      query.name,
      errors.map(({ message }) => message),
    );
  }
  if (data === undefined || data === null) throw new GraphQueryError(query.name, ["no data"]);
  return data;
}

/**
 * Asks for all pages of a query that takes `first` and `after`, in the order of their ids.
 *
 * @param listOf The list in an answer; its rows have ids.
 * @throws as `queryGraph`.
 *
 * @example
 * await queryAll(graph, ordersOfAuctionQuery, { auction: auctionGraphId(auction) }, ({ orders }) => orders);
 */
export async function queryAll<Result, Variables extends object, Row extends { readonly id: string }>(
  graph: Graph,
  query: TypedQuery<Result, Variables>,
  variables: Variables,
  listOf: (result: Result) => readonly Row[],
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const after = rows.at(-1)?.id ?? "0x";
    const page = listOf(await queryGraph(graph, query, { ...variables, first: PAGE, after }));
    rows.push(...page);
    if (page.length < PAGE) return rows;
  }
}

type Answer<Result> = {
  readonly data?: Result | null;
  readonly errors?: readonly { readonly message: string }[];
};

async function ask<Result>(graph: Graph, body: object): Promise<Answer<Result>> {
  const send = graph.fetch ?? fetch;
  try {
    const response = await send(graph.url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(graph.timeoutMs ?? TIMEOUT_MS),
    });
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as Answer<Result>;
  } catch (cause) {
    throw new GraphUnreachableError(graph.url, { cause });
  }
}
