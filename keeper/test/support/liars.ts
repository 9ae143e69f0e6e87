/** Parties that lie, over real HTTP: a provider's proxy that alters samples, and an oracle that says anything. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Assignment,
  type MeterDomain,
  type SignedSample,
  signChallenge,
  signRoot,
  signSample,
} from "@clearhour/sdk/meter";
import { numberToHex, type PrivateKeyAccount } from "viem";
import { signStatement, type Testimony } from "../../src/attest/statement.ts";

const servers = new Set<Server>();

/** Ends all of them. */
export function closeLiars(): void {
  for (const server of servers) {
    server.close();
    server.closeAllConnections();
  }
  servers.clear();
}

async function serve(port: number, answer: (request: IncomingMessage, body: string) => Promise<[number, string]>) {
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

/** Stands before a provider's agent and claims that its job always ran: with its meter key, the provider may. */
export async function alterSamples(upstream: string, meter: PrivateKeyAccount, domain: MeterDomain): Promise<string> {
  const known = new Map<number, Promise<SignedSample>>();
  return await serve(0, async (request, body) => {
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => name.startsWith("clearhour-") || name === "content-type"),
    ) as Record<string, string>;
    const { method = "GET", url = "/" } = request;
    const response = await fetch(`${upstream}${url}`, { method, headers, ...(method === "POST" && { body }) });
    const text = await response.text();
    if (!url.includes("/samples")) return [response.status, text];
    const [product = 0, hour = 0, commitment = 0, nomination = 0] = url.split("/").slice(3, 7).map(Number);
    const { samples } = JSON.parse(text) as { samples: SignedSample[] };
    const assignment = { product, hour, commitment, nomination };
    for (const { at, body: page } of samples) {
      if (!known.has(at)) known.set(at, signSample(meter, domain, assignment, { at, body: claimRunning(page) }));
    }
    const altered = await Promise.all(samples.map(({ at }) => known.get(at)));
    return [response.status, JSON.stringify({ samples: altered })];
  });
}

function claimRunning(page: string): string {
  return page.replace(/^(clearhour_job_running\{[^}]*\}) 0$/m, "$1 1");
}

/** An oracle that says of some assignments that all is well, something else each time, and signs a root of its own. */
export async function lyingOracle(
  port: number,
  oracle: PrivateKeyAccount,
  domain: MeterDomain,
  assignments: () => readonly Assignment[],
  period: number,
): Promise<string> {
  let lies = 0;
  return await serve(port, async (request) => {
    const [, , kind, product, hour] = (request.url ?? "").split("/");
    if (kind !== "hours") return [404, "{}"];
    const series = { product: Number(product), hour: Number(hour) };
    lies++;
    const testimonies = assignments()
      .filter((one) => one.product === series.product && one.hour === series.hour)
      .map((assignment) => allIsWell(oracle, domain, assignment, period, lies));
    const statement = await signStatement(oracle, domain, { ...series, testimonies: await Promise.all(testimonies) });
    const root = { ...series, root: numberToHex(lies, { size: 32 }), count: testimonies.length };
    const signature = await signRoot(oracle, domain, root);
    const signatures = [{ subject: root.root, oracle: oracle.address, signature }];
    return [200, JSON.stringify({ statements: [statement, { nonsense: lies }], signatures })];
  });
}

async function allIsWell(
  oracle: PrivateKeyAccount,
  domain: MeterDomain,
  assignment: Assignment,
  period: number,
  lies: number,
): Promise<Testimony> {
  const start = assignment.hour * period * 1000;
  const slot = (period * 1000) / 6;
  const times = Array.from({ length: 7 }, (_, i) => start + (i - 1) * slot + 1 + (lies % 2));
  const challenges = times.map(async (at) => {
    const { signature } = await signChallenge(oracle, domain, assignment, {
      at,
      ok: true,
      validForSeconds: (2 * slot) / 1000,
    });
    return { at, ok: true, validForSeconds: (2 * slot) / 1000, signature };
  });
  const { commitment, nomination } = assignment;
  return { commitment, nomination, samples: [], receipts: [], challenges: await Promise.all(challenges) };
}
