import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { numberToHex } from "viem";
import { assignmentPath, EndpointRefusedError, Holder, OrderRefusedError } from "../../src/access/index.ts";
import { bytesToHex } from "../../src/jobs/bytes.ts";
import { chunkOf, freshChunk, type Job, WorkLog } from "../../src/jobs/index.ts";
import { rejected } from "../meter/helpers.ts";
import { assignment, domain, MINUTE, nominee, START } from "../meter/signers.ts";

const PATH = assignmentPath(assignment);
const job: Job = { kind: "sha256-chain", seed: numberToHex(1, { size: 32 }), size: 3, threads: 65 };
const REASON = "The job wants 65 cores: 8 were bought.";

/** What an endpoint answers, by the path below the assignment: a status, or JSON. Nothing at all where it is undefined. */
type Answers = (path: string, body: never) => number | object | undefined;

/** An endpoint on this machine that notes what it is sent. */
class Endpoint {
  readonly asked: string[] = [];
  answers: Answers = () => ({});
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      const path = (request.url ?? "").slice(PATH.length);
      this.asked.push(path);
      const answer = this.answers(path, JSON.parse(body) as never);
      if (answer === undefined) request.socket.destroy();
      else if (typeof answer === "object") response.end(JSON.stringify(answer));
      else response.writeHead(answer).end(JSON.stringify({ error: REASON }));
    });
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** What it was sent since the last time that this was asked. */
  take(): string[] {
    return this.asked.splice(0);
  }

  async open(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  close(): void {
    this.#server.close().closeAllConnections();
  }
}

/** A provider that works, a chunk per claim. */
function working(): Answers {
  const log = new WorkLog();
  return (
    path,
    { indices, nonce, order, size }: { indices: number[]; nonce: `0x${string}`; order: unknown; size: number },
  ) => {
    if (path === "/open") {
      return indices.map((index) => {
        const { path: hashes, result } = log.prove(index, size);
        return { index, result: bytesToHex(result), path: hashes.map((hash) => bytesToHex(hash)) };
      });
    }
    if (path !== "/claim") return {};
    log.append(chunkOf(job, log.size));
    const fresh = bytesToHex(freshChunk(job, nonce));
    return { nonce, order: order as object, run: 1, size: log.size, root: bytesToHex(log.root()), fresh };
  };
}

describe("access: what a nominee is refused", () => {
  let provider: Endpoint;
  let oracle: Endpoint;
  let now: number;
  let holder: Holder;

  beforeEach(async () => {
    [provider, oracle] = [new Endpoint(), new Endpoint()];
    await Promise.all([provider.open(), oracle.open()]);
    provider.answers = working();
    now = START;
    holder = new Holder({
      ...{ assignment, job, signer: nominee, domain, now: () => now },
      ...{ endpoint: provider.url, oracles: [oracle.url] },
    });
  });
  afterEach(() => {
    provider.close();
    oracle.close();
  });

  const checkNext = async () => {
    now += MINUTE;
    return await holder.check();
  };

  it("is told where its provider refuses the order, in the provider's words", async () => {
    provider.answers = () => 400;
    const error = await rejected(OrderRefusedError, holder.submit());
    expect(error).to.be.instanceOf(EndpointRefusedError);
    expect(error).to.include({ status: 400, reason: REASON, url: `${provider.url}${PATH}/order` });
    expect(error.message).to.contain("answered 400: The job wants 65 cores: 8 were bought.\n");
    expect(oracle.asked, "the oracles have it nonetheless").to.deep.equal(["/orders"]);
  });

  it("is told at a check where the order came with it for the first time", async () => {
    provider.answers = () => undefined;
    await holder.submit();
    provider.take();
    provider.answers = () => 400;
    expect(await rejected(OrderRefusedError, checkNext())).to.include({ status: 400, reason: REASON });
    expect(provider.asked).to.deep.equal(["/claim", "/order"]);
  });

  it("does not take a refused claim for a refused order", async () => {
    await holder.submit();
    provider.answers = (path) => (path === "/claim" ? 403 : {});
    const error = await rejected(EndpointRefusedError, checkNext());
    expect(error).not.to.be.instanceOf(OrderRefusedError);
    expect(error.status).to.equal(403);
  });

  it("is nothing for good where the provider is away, is busy, or has not seen the assignment yet", async () => {
    for (const status of [undefined, 404, 408, 429, 500, 503]) {
      provider.answers = () => status;
      expect((await holder.submit()).job, `${status}`).to.deep.equal(job);
      expect(await rejected(EndpointRefusedError, checkNext())).not.to.be.instanceOf(OrderRefusedError);
    }
    provider.answers = working();
    expect(await checkNext()).to.equal(undefined);
    expect(holder.seen?.size).to.equal(1);
  });

  it("keeps no receipts from an oracle that refuses the order", async () => {
    oracle.answers = (path) => (path === "/orders" ? 400 : {});
    await holder.submit();
    expect(oracle.take()).to.deep.equal(["/orders"]);
    await checkNext();
    for (let i = 0; i < 2; i++) {
      expect(await checkNext()).to.include({ to: now });
      expect(oracle.take()).to.deep.equal(["/receipts"]);
    }
  });

  it("is brought to an oracle again, in the same order, until it takes it", async () => {
    for (const status of [undefined, 404, 408, 429, 500]) {
      oracle.answers = () => status;
      holder = new Holder({
        ...{ assignment, job, signer: nominee, domain, now: () => now },
        ...{ endpoint: provider.url, oracles: [oracle.url] },
      });
      provider.answers = working();
      await holder.submit();
      await checkNext();
      expect(await checkNext()).to.include({ to: now });
      expect(new Set(oracle.take()), `${status}`).to.deep.equal(new Set(["/orders"]));
      oracle.answers = () => ({});
      expect(await checkNext()).to.include({ to: now });
      expect(oracle.take(), `${status}`).to.deep.equal(["/orders", "/receipts", "/receipts"]);
    }
  });
});
