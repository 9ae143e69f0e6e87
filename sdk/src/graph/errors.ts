/** Errors of the way to the subgraph. */
import { BaseError, type BaseErrorOptions } from "../errors/base.ts";

/** The root of errors between the SDK and the subgraph. */
export class GraphError extends BaseError {
  override name = "GraphError";
  /** Whether the same query may succeed later without anyone changing anything. */
  readonly retryable: boolean = false;
}

/** The endpoint does not answer, or not with GraphQL. */
export class GraphUnreachableError extends GraphError {
  override name = "GraphUnreachableError";
  override readonly retryable = true;
  readonly url: string;

  constructor(url: string, options: BaseErrorOptions = {}) {
    super(`The subgraph at ${url} does not answer.`, {
      ...options,
      metaMessages: ["History is missing until it does; balances, positions and orders are on the chain."],
    });
    this.url = url;
  }
}

/** The subgraph refused the query, or cannot answer it. */
export class GraphQueryError extends GraphError {
  override name = "GraphQueryError";
  readonly query: string;
  /** What the subgraph said. */
  readonly messages: readonly string[];

  constructor(query: string, messages: readonly string[]) {
    super(`The subgraph did not answer the query ${query}.`, { details: messages.join("; ") });
    this.query = query;
    this.messages = messages;
  }
}
