import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CannotListenError, PortTakenError } from "../errors.ts";
import type { Metrics } from "./metrics.ts";
import type { Status } from "./status.ts";

/** A server of metrics and health. */
export interface HttpServer {
  /** The port it listens on: the one that was asked for, or the free one that it got. */
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Serves /metrics, /health and /ready.
 *
 * @throws {PortTakenError} when another process listens there.
 * @throws {CannotListenError} when the address does not exist or is not allowed.
 */
export async function serve(host: string, port: number, metrics: Metrics, status: Status): Promise<HttpServer> {
  const server = createServer((request, response) => {
    answer(request, response, metrics, status).catch((error: unknown) => response.destroy(error as Error));
  });
  await listen(server, host, port);
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}

async function answer(request: IncomingMessage, response: ServerResponse, metrics: Metrics, status: Status) {
  const json = (code: number, body: object) => {
    response.writeHead(code, { "content-type": "application/json" }).end(`${JSON.stringify(body)}\n`);
  };
  if (request.method !== "GET" && request.method !== "HEAD") return json(405, { error: "only GET" });
  switch (request.url?.split("?")[0]) {
    case "/metrics":
      response.setHeader("content-type", metrics.registry.contentType);
      response.end(await metrics.registry.metrics());
      return;
    case "/health":
      return json(status.health.alive ? 200 : 503, status.health);
    case "/ready":
      return json(status.readiness.ready ? 200 : 503, status.readiness);
    default:
      return json(404, { error: "try /metrics, /health or /ready" });
  }
}

async function listen(server: Server, host: string, port: number): Promise<void> {
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
}
