/** What a keeper's HTTP servers share: that of its metrics, and the one that agents and oracles offer to each other. */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CannotListenError, PortTakenError } from "../errors.ts";

export interface HttpServer {
  /** The port it listens on: the one that was asked for, or the free one that it got. */
  readonly port: number;
  close(): Promise<void>;
}

/** A request has to be complete in time, ms. */
const REQUEST_MS = 30_000;
/** So long an idle connection may be used again, in seconds; clients are told. */
const REUSED_SECONDS = 5;
/**
 * So long it stays open, ms. Far longer than clients are told: on a machine that stalls, a request sent in time may be
 * seen late, and must not meet a connection that was just closed.
 */
const OPEN_MS = 60_000;
/** Connections at a time: the others of an oracle or an agent, and holders, have one or two each. */
const MOST_CONNECTIONS = 1_000;

/**
 * Serves until it is closed.
 *
 * @param answer A request whose answer fails loses its connection.
 * @throws {PortTakenError} when another process listens there.
 * @throws {CannotListenError} when the address does not exist or is not allowed.
 */
export async function startServer(
  host: string,
  port: number,
  answer: (request: IncomingMessage, response: ServerResponse) => Promise<void>,
): Promise<HttpServer> {
  const server = createServer((request, response) => {
    response.setHeader("keep-alive", `timeout=${REUSED_SECONDS}`);
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.requestTimeout = REQUEST_MS;
  server.keepAliveTimeout = OPEN_MS;
  // Also of those that ask and then do not read.
  server.timeout = OPEN_MS;
  server.maxConnections = MOST_CONNECTIONS;
  try {
    await new Promise<void>((resolve, reject) => {
      server.once("error", reject);
      server.listen(port, host, resolve);
    });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") throw new PortTakenError(host, port, { cause });
    throw new CannotListenError(host, port, code ?? message, { cause });
  }
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
