/**
 * What graph-node asks of IPFS when it starts: whether somebody is there. In dev mode it reads subgraphs from files
 * and never fetches anything, so an empty answer is all that there is.
 */
import { createServer } from "node:http";
import { HOST } from "./ports.ts";

export interface IpfsProbe {
  readonly url: string;
  stop(): Promise<void>;
}

export async function answerIpfsProbe(): Promise<IpfsProbe> {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ Version: "0.0.0" }));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, HOST, resolve);
  });
  const { port } = server.address() as { port: number };
  return {
    url: `http://${HOST}:${port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
