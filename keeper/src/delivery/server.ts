/** The HTTP server that agents and oracles offer to each other, to holders and to anyone: JSON, and metrics pages. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { BaseError } from "@clearhour/sdk";
import type { Assignment } from "@clearhour/sdk/meter";
import type { Logger } from "../runtime/logger.ts";
import { type HttpServer, startServer } from "../runtime/server.ts";
import { RefusalError, StorageError } from "./errors.ts";

/** A request, read. */
export type Request = {
  readonly method: string;
  /** Parts of the path. */
  readonly path: readonly string[];
  readonly target: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage["headers"];
  /** As it was sent: signatures are over it. */
  readonly body: string;
};

/** JSON to answer with, or a page of text. */
export type Answer = { readonly json: unknown } | { readonly page: string };

/** Answers a request. @throws {RefusalError} to refuse it. */
export type Handler = (request: Request) => Answer | Promise<Answer>;

/** The largest request, bytes. */
const LARGEST = 256 * 1024;

/**
 * Serves until it is closed.
 *
 * @throws As `startServer`.
 */
export async function servePublic(host: string, port: number, logger: Logger, handle: Handler): Promise<HttpServer> {
  return await startServer(host, port, (request, response) => respond(request, response, handle, logger));
}

async function respond(incoming: IncomingMessage, response: ServerResponse, handle: Handler, logger: Logger) {
  // Evidence is public: any page may read it.
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-headers", "content-type, clearhour-at, clearhour-signature");
  if (incoming.method === "OPTIONS") {
    response.writeHead(204).end();
    return;
  }
  const json = (status: number, body: unknown) =>
    response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
  try {
    const answer = await handle(await readRequest(incoming));
    if ("json" in answer) json(200, answer.json);
    else response.writeHead(200, { "content-type": "text/plain; version=0.0.4; charset=utf-8" }).end(answer.page);
  } catch (error) {
    if (error instanceof RefusalError) json(error.status, { error: error.message });
    else if (error instanceof BaseError && !(error instanceof StorageError)) json(400, { error: error.shortMessage });
    else if (incoming.destroyed && !incoming.complete) logger.debug({ target: incoming.url }, "request cut off");
    else {
      logger.error({ error, target: incoming.url }, "request failed");
      json(500, { error: "internal error" });
    }
  }
}

async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const url = URL.parse(`http://localhost${incoming.url}`);
  if (!incoming.url?.startsWith("/") || url === null) throw new RefusalError(400, "This is no path.");
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of incoming as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > LARGEST) throw new RefusalError(413, `A request has at most ${LARGEST} bytes.`);
    parts.push(part);
  }
  return {
    method: incoming.method ?? "GET",
    path: url.pathname.split("/").filter(Boolean),
    target: url.pathname,
    query: url.searchParams,
    headers: incoming.headers,
    body: Buffer.concat(parts).toString("utf8"),
  };
}

/** The body as JSON. @throws {RefusalError} when it is none. */
export function jsonOf({ body }: Request): unknown {
  try {
    return JSON.parse(body);
  } catch (cause) {
    throw new RefusalError(400, "The body is no JSON.", { cause });
  }
}

/** The assignment of `/v1/assignments/P/H/C/N/…`, and what comes after; undefined for other paths. */
export function assignmentOf({ path }: Request): { assignment: Assignment; rest: string } | undefined {
  const [version, kind, ...parts] = path;
  if (version !== "v1" || kind !== "assignments" || parts.length !== 5) return undefined;
  const [product, hour, commitment, nomination] = parts.slice(0, 4).map(toUint32);
  if (product === undefined || hour === undefined || commitment === undefined || nomination === undefined) {
    return undefined;
  }
  return { assignment: { product, hour, commitment, nomination }, rest: parts[4] ?? "" };
}

/** A whole number of 32 bits; undefined for anything else. */
export function toUint32(text: string | undefined): number | undefined {
  return text !== undefined && /^(0|[1-9]\d{0,9})$/.test(text) && Number(text) < 2 ** 32 ? Number(text) : undefined;
}
