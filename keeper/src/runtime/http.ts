import type { IncomingMessage, ServerResponse } from "node:http";
import type { Metrics } from "./metrics.ts";
import { type HttpServer, startServer } from "./server.ts";
import type { Status } from "./status.ts";

/**
 * Serves /metrics, /health and /ready.
 *
 * @throws As `startServer`.
 */
export async function serve(host: string, port: number, metrics: Metrics, status: Status): Promise<HttpServer> {
  return await startServer(host, port, (request, response) => answer(request, response, metrics, status));
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
