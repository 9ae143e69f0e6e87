/**
 * What stands before the agents of dishonest providers, outside the code under test: HTTP proxies. The provider owns its
 * meter key, and whatever it registers as its endpoint.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { REQUEST_AT, REQUEST_SIGNATURE, requestSigner } from "@clearhour/sdk/access";
import { type MeterDomain, type SignedSample, signSample, type TypedDataSigner } from "@clearhour/sdk/meter";
import { type Address, isAddressEqual, isHex } from "viem";

const servers = new Set<Server>();

/** Ends all of them. */
export function closeServers(): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  servers.clear();
}

export type Answer = readonly [status: number, text: string];

/** Answers requests at a port of 127.0.0.1; 0 takes any free one. @returns Its URL. */
export async function serve(port: number, answer: (request: IncomingMessage, body: string) => Promise<Answer>) {
  const respond = async (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    for await (const part of request) body += part;
    const [status, text] = await answer(request, body);
    response.writeHead(status, { "content-type": "application/json" }).end(text);
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  servers.add(server);
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Claims in every sample that the job runs, and signs that: the rest goes to the agent as it is. */
export async function alterSamples(upstream: string, meter: TypedDataSigner, domain: MeterDomain): Promise<string> {
  const known = new Map<string, Promise<SignedSample>>();
  return await serve(0, async (request, body) => {
    const answer = await forward(upstream, request, body);
    const { url = "/" } = request;
    if (!url.includes("/samples")) return answer;
    const [product = 0, hour = 0, commitment = 0, nomination = 0] = url.split(/[/?]/).slice(3, 7).map(Number);
    const { samples } = JSON.parse(answer[1]) as { samples: SignedSample[] };
    const assignment = { product, hour, commitment, nomination };
    // Everyone is told the same: a sample that comes in two versions would be no sample.
    const altered = samples.map(({ at, body: page }) => {
      const key = `${hour}/${commitment}/${nomination}/${at}`;
      const sample = known.get(key) ?? signSample(meter, domain, assignment, { at, body: claimRunning(page) });
      known.set(key, sample);
      return sample;
    });
    return [answer[0], JSON.stringify({ samples: await Promise.all(altered) })];
  });
}

function claimRunning(page: string): string {
  return page.replace(/^(clearhour_job_running\{[^}]*\}) 0$/m, "$1 1");
}

/** Lets only some keys use the slots: whoever else asks for work, its holder included, is turned away. */
export async function serveOnly(upstream: string, admitted: readonly Address[], domain: MeterDomain): Promise<string> {
  return await serve(0, async (request, body) => {
    const { headers, method = "GET", url: target = "/" } = request;
    if (method === "GET") return await forward(upstream, request, body);
    const signature = headers[REQUEST_SIGNATURE];
    if (!isHex(signature)) return [403, "{}"];
    const signer = await requestSigner(domain, { method, target, body, at: Number(headers[REQUEST_AT]), signature });
    const isAdmitted = signer !== undefined && admitted.some((one) => isAddressEqual(one, signer));
    return isAdmitted ? await forward(upstream, request, body) : [403, "{}"];
  });
}

async function forward(upstream: string, request: IncomingMessage, body: string): Promise<Answer> {
  const { method = "GET", url = "/" } = request;
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(([name]) => name.startsWith("clearhour-") || name === "content-type"),
  ) as Record<string, string>;
  const response = await fetch(`${upstream}${url}`, { method, headers, ...(method === "POST" && { body }) });
  return [response.status, await response.text()];
}
