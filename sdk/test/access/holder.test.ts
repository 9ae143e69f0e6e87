import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { bytesToHex, type Hex, numberToHex } from "viem";
import type { privateKeyToAccount } from "viem/accounts";
import { assignmentPath, Holder, type JobOrder, parseReceipts, signOrder } from "../../src/access/index.ts";
import { chunkOf, freshChunk, type Job, WorkLog, WorkProofError } from "../../src/jobs/index.ts";
import { verifyReceipt } from "../../src/meter/index.ts";
import { rejected } from "../meter/helpers.ts";
import { assignment, domain, MINUTE, nominee, START, stranger } from "../meter/signers.ts";

const PATH = assignmentPath(assignment);
const jobOf = (seed: number): Job => ({
  ...{ kind: "sha256-chain", size: 3, threads: 1 },
  seed: numberToHex(seed, { size: 32 }),
});

/** A provider that computes in this process, a few chunks per claim; the first order that it gets stands. */
class Provider {
  order: JobOrder | undefined;
  receipts: unknown[] = [];
  started = true;
  #log = new WorkLog();
  #run = 1;

  /** Works on another order from now on. */
  turnTo(order: JobOrder): void {
    this.order = order;
    this.#log = new WorkLog();
  }

  answer(path: string, body: unknown): unknown {
    if (path === "/order") {
      this.order ??= body as JobOrder;
      return {};
    }
    if (path === "/receipts") return { receipts: this.receipts.push(body) };
    if (path === "/open") {
      const { indices, size } = body as { indices: number[]; size: number };
      return indices.map((index) => {
        const { path: hashes, result } = this.#log.prove(index, size);
        return { index, result: bytesToHex(result), path: hashes.map((hash) => bytesToHex(hash)) };
      });
    }
    const { nonce, order } = body as { nonce: Hex; order: JobOrder | null };
    this.order ??= order ?? undefined;
    const { job } = this.order ?? {};
    if (job === undefined || !this.started) return this.#claim(nonce, null, jobOf(0));
    for (let i = 0; i < 5; i++) this.#log.append(chunkOf(job, this.#log.size));
    return this.#claim(nonce, this.order ?? null, job);
  }

  #claim(nonce: Hex, order: JobOrder | null, job: Job) {
    const { size } = this.#log;
    return {
      ...{ nonce, order, run: this.#run, size },
      ...{ root: bytesToHex(this.#log.root()), fresh: bytesToHex(freshChunk(job, nonce)) },
    };
  }
}

describe("access: a nominee in several browsers", () => {
  let server: Server;
  let provider: Provider;
  let now: number;

  beforeEach(async () => {
    provider = new Provider();
    now = START;
    server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      response.end(JSON.stringify(provider.answer((request.url ?? "").slice(PATH.length), JSON.parse(body))));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    server.close().closeAllConnections();
  });

  const holderOf = (job: Job, signer: ReturnType<typeof privateKeyToAccount> = nominee, oracles: string[] = []) =>
    new Holder({
      ...{ assignment, job, signer, domain, oracles, now: () => now },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    });
  const checkNext = (holder: Holder) => {
    now += MINUTE;
    return holder.check();
  };

  it("takes its hour over in the second one: its earlier order stands there too, and receipts are signed", async () => {
    const first = holderOf(jobOf(1));
    await first.submit();
    await checkNext(first);
    expect(await checkNext(first)).to.include({ from: START + MINUTE, to: START + 2 * MINUTE });
    const second = holderOf(jobOf(2));
    await second.submit();
    expect(second.job).to.deep.equal(jobOf(2));
    expect(await checkNext(second)).to.equal(undefined);
    expect(second.job).to.deep.equal(jobOf(1));
    const receipt = await checkNext(second);
    expect(receipt).to.include({ from: START + 3 * MINUTE, to: START + 4 * MINUTE });
    expect(provider.order?.job).to.deep.equal(jobOf(1));
    const [, given] = parseReceipts(provider.receipts);
    expect(given?.signature).to.equal(receipt?.signature);
    if (receipt) await verifyReceipt(domain, nominee.address, receipt);
  });

  it("signs for nothing that reaches from one order's job to another's", async () => {
    const holder = holderOf(jobOf(1));
    await checkNext(holder);
    provider.turnTo(await signOrder(nominee, domain, { assignment, job: jobOf(2) }));
    for (let i = 0; i < 2; i++) await provider.answer("/claim", { nonce: numberToHex(1, { size: 32 }), order: null });
    expect(await checkNext(holder), "more chunks of another job").to.equal(undefined);
    expect(await checkNext(holder)).to.include({ from: START + 2 * MINUTE, to: START + 3 * MINUTE });
  });

  it("loses no receipt where an oracle is slow to take the order, and then away", async () => {
    let [waits, isAway] = [true, true];
    const asked: string[] = [];
    const taken: unknown[] = [];
    const oracle = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      const path = (request.url ?? "").slice(PATH.length);
      asked.push(path);
      while (waits) await new Promise((resolve) => setTimeout(resolve, 10));
      if (path === "/orders") return response.end("{}");
      if (isAway) return response.writeHead(503).end("{}");
      taken.push(JSON.parse(body));
      response.end("{}");
    });
    await new Promise<void>((resolve) => oracle.listen(0, "127.0.0.1", resolve));
    try {
      const url = `http://127.0.0.1:${(oracle.address() as AddressInfo).port}`;
      const holder = holderOf(jobOf(1), nominee, [url]);
      const submitted = holder.submit();
      while (asked.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      await checkNext(holder);
      const signed = checkNext(holder);
      while (asked.length === 1) await new Promise((resolve) => setTimeout(resolve, 10));
      waits = false;
      await submitted;
      const receipts = [await signed];
      isAway = false;
      receipts.push(await checkNext(holder));
      expect(parseReceipts(taken).map(({ signature }) => signature)).to.deep.equal(
        receipts.map((receipt) => receipt?.signature),
      );
    } finally {
      oracle.close().closeAllConnections();
    }
  });

  it("takes no order that is another key's, or of another hour, and none at all for none", async () => {
    const holder = holderOf(jobOf(1));
    provider.order = await signOrder(stranger, domain, { assignment, job: jobOf(1) });
    expect((await rejected(WorkProofError, checkNext(holder))).message).to.contain("works on something else");
    provider.order = await signOrder(nominee, domain, {
      assignment: { ...assignment, hour: assignment.hour + 1 },
      job: jobOf(1),
    });
    expect((await rejected(WorkProofError, checkNext(holder))).message).to.contain("works on something else");
    provider.started = false;
    expect((await rejected(WorkProofError, checkNext(holder))).message).to.contain("has not begun");
    expect(provider.receipts).to.deep.equal([]);
  });
});
