/** The web app: built, and served with the configuration that names this market's chain and subgraph. */
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { requireFree } from "@clearhour/indexer/ports";
import type { Deployment } from "@clearhour/sdk";
import sirv from "sirv";
import { INDEX, localAccount } from "./accounts.ts";

const APP = join(import.meta.dirname, "..", "app");

export interface AppOptions {
  port: number;
  rpcUrl: string;
  graphUrl: string;
  deployment: Deployment;
  /** Endpoints of the oracles. */
  oracles: readonly string[];
}

export interface RunningApp {
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the app and serves it on 127.0.0.1. */
export async function startApp({ port, rpcUrl, graphUrl, deployment, oracles }: AppOptions): Promise<RunningApp> {
  await requireFree(port, "the app");
  await buildApp();
  const config = JSON.stringify({
    chainName: "Local chain",
    rpcUrl,
    graphUrl,
    deployment: { ...deployment, block: Number(deployment.block) },
    oracles,
    local: { developmentAccount: localAccount(INDEX.visitor).address },
  });
  const serve = sirv(join(APP, "dist"), { dev: true, etag: true });
  const server = createServer((request, response) => {
    if (request.url?.split("?")[0] === "/config.json") {
      response.writeHead(200, { "content-type": "application/json" }).end(config);
    } else {
      serve(request, response);
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${port}/`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Bundles the app into `app/dist`, in a process of its own: what the bundler takes of memory goes with it. */
async function buildApp(): Promise<void> {
  const vite = createRequire(join(APP, "package.json")).resolve("vite/package.json");
  const args = [join(dirname(vite), "bin", "vite.js"), "build", "--logLevel", "warn"];
  // The bundler would leave a cache of its own code among temporary files.
  const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
  const child = spawn(process.execPath, args, { cwd: APP, env, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  if (code !== 0) throw new Error(`the app could not be built (exit code ${code})\n${output}`);
}
