/** A query of the subgraph, with the types of its result and variables. */
export type TypedQuery<Result, Variables> = {
  readonly name: string;
  readonly text: string;
  /** Never there: what carries the types. */
  readonly types?: { readonly result: Result; readonly variables: Variables };
};

/** Where a subgraph answers. */
export type Graph = {
  /** The GraphQL endpoint. */
  readonly url: string;
  /** What sends the request; the global one by default. */
  readonly fetch?: typeof fetch | undefined;
  /** Milliseconds until a request counts as failed; 20,000 by default. */
  readonly timeoutMs?: number | undefined;
};
