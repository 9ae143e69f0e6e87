/** How far a subgraph is, and waiting until it has caught up. */
import { IndexingTimeoutError, SubgraphFailedError } from "./errors.ts";
import { sleep } from "./process.ts";

const POLL_MS = 50;

/** A subgraph that is being indexed. */
export interface IndexedSubgraph {
  /** Its GraphQL endpoint. */
  readonly url: string;
  /** GraphQL about the indexing itself. */
  readonly statusUrl: string;
}

/** A block that a subgraph is at. */
export interface Reached {
  readonly number: bigint;
  readonly hash: string;
}

/** The latest block that the subgraph has indexed; undefined before the first. */
export async function reachedBlock({ url, statusUrl }: IndexedSubgraph): Promise<Reached | undefined> {
  const meta = "{ _meta { hasIndexingErrors block { number hash } } }";
  const { data } = await post(url, { query: meta });
  const found = data?._meta as { hasIndexingErrors: boolean; block: { number: number; hash: string } } | undefined;
  if (found === undefined || found.hasIndexingErrors) await requireHealthy(statusUrl);
  return found === undefined ? undefined : { number: BigInt(found.block.number), hash: found.block.hash };
}

/**
 * Waits until the subgraph has indexed a block: with a hash, exactly that one or, past its number, any.
 *
 * @throws {SubgraphFailedError} when a handler failed
 * @throws {IndexingTimeoutError} when it takes longer
 */
export async function untilIndexed(
  subgraph: IndexedSubgraph,
  block: { readonly number: bigint; readonly hash?: string },
  timeoutMs = 60_000,
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const reached = await reachedBlock(subgraph);
    if (reached !== undefined && isAt(reached, block)) return;
    if (Date.now() > deadline) throw new IndexingTimeoutError(block.number, reached?.number, timeoutMs);
    await sleep(POLL_MS);
  }
}

function isAt(reached: Reached, block: { readonly number: bigint; readonly hash?: string }): boolean {
  if (reached.number !== block.number) return reached.number > block.number;
  return block.hash === undefined || reached.hash === block.hash;
}

async function requireHealthy(statusUrl: string): Promise<void> {
  const query = "{ indexingStatuses { fatalError { message handler block { number } } } }";
  const { data } = await post(statusUrl, { query });
  const statuses = (data?.indexingStatuses ?? []) as {
    fatalError: { message: string; handler: string | null; block: { number: string } | null } | null;
  }[];
  for (const { fatalError } of statuses) {
    if (fatalError === null) continue;
    const { block, message } = fatalError;
    // Where the field is empty, the message names the handler.
    const handler = fatalError.handler ?? /in handler `(\w+)`/.exec(message)?.[1] ?? "the subgraph";
    throw new SubgraphFailedError(`${handler} failed at block ${block?.number ?? "?"}: ${message}`);
  }
}

async function post(url: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as {
    readonly data?: Readonly<Record<string, unknown>> | null;
    readonly error?: { readonly message: string };
  };
}
