import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { expect } from "chai";
import { assignmentPath, EndpointRefusedError, HourWatch, type HourWatchOptions } from "../../src/access/index.ts";
import {
  JOB_RUNNING,
  type SignedChallenge,
  type SignedSample,
  SYNTHETIC_EXTENSION,
  SYNTHETIC_LABEL,
  signChallenge,
  signReceipt,
  signSample,
} from "../../src/meter/index.ts";
import { rejected } from "../meter/helpers.ts";
import { assignment, domain, MINUTE, meter, nominee, OUTPUT, oracle, START, stranger } from "../meter/signers.ts";

const PATH = assignmentPath(assignment);

describe("access: an hour while it goes on", () => {
  const servers: Server[] = [];
  const asked: string[] = [];
  let samples: SignedSample[] = [];
  let receipts: object[] = [];
  let challenges: unknown = [];
  let options: HourWatchOptions;

  /** Serves JSON by path; 503 for what it has not. */
  async function serve(answers: (path: string, query: URLSearchParams) => unknown): Promise<string> {
    const server = createServer((request, response) => {
      const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
      asked.push(request.url ?? "");
      const answer = answers(pathname.slice(PATH.length), searchParams);
      response.writeHead(answer === undefined ? 503 : 200).end(JSON.stringify(answer ?? { error: "not now" }));
    });
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  before(async () => {
    const endpoint = await serve((path, query) => {
      if (path === "/samples") return { samples: samples.filter(({ at }) => at > Number(query.get("after"))) };
      return path === "/receipts" ? { receipts } : undefined;
    });
    options = {
      ...{ assignment, domain, endpoint, lots: 2, meterKey: meter.address, nominee: nominee.address },
      oracles: [await serve((path) => (path === "/challenges" ? { challenges } : undefined))],
      members: [oracle.address],
      terms: { periodMs: 60 * MINUTE, maxGapMs: 5 * MINUTE, carbonGPerKwh: 0 },
    };
  });
  beforeEach(async () => {
    asked.length = 0;
    samples = await Promise.all([0, 1, 2, 3, 4, 5, 6].map((minute) => sampleAt(START + minute * MINUTE)));
    receipts = [];
    challenges = [];
  });
  after(() => {
    for (const server of servers) server.close().closeAllConnections();
  });

  const sampleAt = (at: number, labels = "") =>
    signSample(meter, domain, assignment, { at, body: `${JOB_RUNNING}${labels} 1\n` });
  const receiptOf = async (from: number, to: number, signer = nominee) => {
    const span = { from: START + from * MINUTE, to: START + to * MINUTE };
    const { assignment: _, ...receipt } = await signReceipt(signer, domain, {
      ...{ assignment, ...span, outputHash: OUTPUT },
    });
    return receipt;
  };

  it("counts time that the samples show and a receipt or a challenge vouches for", async () => {
    const watch = new HourWatch(options);
    expect(await watch.look()).to.deep.include({ runningMs: 6 * MINUTE, samples: 7, receipts: 0, silent: [] });
    receipts = [await receiptOf(0, 3)];
    const some = await watch.look();
    expect(some.times.deliveredMs).to.equal(3 * MINUTE);
    expect(some.reading).to.include({ deliveredPpm: 50_000, lots: 2 });
    const challenge = { at: START + 4 * MINUTE, ok: true, validForSeconds: 60 };
    challenges = [await signChallenge(oracle, domain, assignment, challenge)];
    const more = await watch.look();
    expect(more.times.deliveredMs).to.equal(4 * MINUTE);
    expect(more.challenges).to.deep.equal({ answered: 1, failed: 0 });
  });

  it("fetches each sample once", async () => {
    const watch = new HourWatch(options);
    await watch.look();
    samples.push(await sampleAt(START + 7 * MINUTE));
    expect((await watch.look()).samples).to.equal(8);
    expect(asked.filter((url) => url.includes("/samples"))).to.deep.equal([
      `${PATH}/samples?after=0`,
      `${PATH}/samples?after=${START + 6 * MINUTE}`,
    ]);
  });

  it("leaves out what is not signed by who had to, and says so", async () => {
    const [first] = samples as [SignedSample];
    samples = [{ ...first, body: `${first.body} ` }, ...samples.slice(1)];
    receipts = [await receiptOf(0, 6, stranger)];
    const stolen = await signChallenge(oracle, domain, assignment, { at: START + 1, ok: true, validForSeconds: 600 });
    const foreign = await signChallenge(stranger, domain, assignment, {
      at: START + 1,
      ok: true,
      validForSeconds: 600,
    });
    challenges = [{ ...stolen, ok: false }, foreign] satisfies SignedChallenge[];
    const seen = await new HourWatch(options).look();
    expect(seen).to.deep.include({ samples: 6, receipts: 0, rejected: 3, challenges: { answered: 0, failed: 0 } });
    expect(seen.times.deliveredMs).to.equal(0);
  });

  it("is misled by no oracle that serves another's challenge as something else", async () => {
    const honest = await signChallenge(oracle, domain, assignment, { at: START + 1, ok: true, validForSeconds: 600 });
    const watch = new HourWatch(options);
    challenges = [
      { ...honest, ok: false },
      { ...honest, validForSeconds: 1 },
    ];
    expect(await watch.look()).to.deep.include({ rejected: 2, challenges: { answered: 0, failed: 0 } });
    challenges = [{ ...honest, ok: false }, honest];
    expect(await watch.look()).to.deep.include({ rejected: 2, challenges: { answered: 1, failed: 0 } });
  });

  it("counts evidence once, however its hashes, signature and signer are written", async () => {
    const honest = await signChallenge(oracle, domain, assignment, { at: START + 1, ok: true, validForSeconds: 600 });
    const upper = (text: string) => `0x${text.slice(2).toUpperCase()}`;
    challenges = [
      honest,
      { ...honest, signature: upper(honest.signature) },
      { ...honest, oracle: upper(honest.oracle) },
      { ...honest, oracle: honest.oracle.toLowerCase() },
    ];
    const receipt = await receiptOf(0, 3);
    receipts = [
      receipt,
      { ...receipt, signature: upper(receipt.signature) },
      { ...receipt, outputHash: upper(receipt.outputHash) },
    ];
    const seen = await new HourWatch(options).look();
    expect(seen).to.deep.include({ receipts: 1, rejected: 0, challenges: { answered: 1, failed: 0 } });
  });

  it("takes evidence that was served with a wrong signature before", async () => {
    const receipt = await receiptOf(0, 3);
    const { signature } = await receiptOf(0, 3, stranger);
    const watch = new HourWatch(options);
    receipts = [{ ...receipt, signature }];
    expect(await watch.look()).to.deep.include({ receipts: 0, rejected: 1 });
    receipts = [receipt];
    expect(await watch.look()).to.deep.include({ receipts: 1, rejected: 1 });
  });

  it("says that pages are synthetic, and which oracles are silent", async () => {
    samples = [await sampleAt(START + MINUTE, `{${SYNTHETIC_LABEL}="true"}`)];
    challenges = "none";
    const seen = await new HourWatch({ ...options, oracles: [...options.oracles, "http://127.0.0.1:1"] }).look();
    expect(seen.reading.extension).to.equal(SYNTHETIC_EXTENSION);
    expect(seen.silent).to.have.members([...options.oracles, "http://127.0.0.1:1"]);
  });

  it("fails where the provider does not answer", async () => {
    await rejected(EndpointRefusedError, new HourWatch({ ...options, endpoint: "http://127.0.0.1:1" }).look());
  });
});
