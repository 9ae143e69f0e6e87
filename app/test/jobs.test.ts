import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { JobOrder } from "@clearhour/sdk/access";
import type { Job } from "@clearhour/sdk/jobs";
import { expect } from "chai";
import { numberToHex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { coresInWords, mostCores } from "../src/delivery/cores.ts";
import { orderedJob, type WatchedJob, watchJob } from "../src/delivery/jobs.ts";

const MINUTE = 60_000;
const START = 60 * MINUTE;
const BOUGHT = 8;
const domain = { chainId: 31_337, verifyingContract: "0x5fbdb2315678afecb367f032d93f642f64180aa3" } as const;
const jobOf = (threads: number): Job => ({
  ...{ kind: "sha256-chain", size: 3, threads },
  seed: numberToHex(threads, { size: 32 }),
});

describe("the cores of a job", () => {
  it("are at most those that were bought, and those that an order can name", () => {
    expect(mostCores({ lots: 1, cpuCores: 4 })).to.equal(4);
    expect(mostCores({ lots: 3, cpuCores: 4 })).to.equal(12);
    expect(mostCores({ lots: 2, cpuCores: 112 })).to.equal(224);
    expect(mostCores({ lots: 4, cpuCores: 112 })).to.equal(255);
  });

  it("are told with what was bought", () => {
    const cases: [lots: number, cpuCores: number, words: string][] = [
      [1, 1, "1 core: 1 was bought (1 lot)."],
      [1, 4, "1 to 4 cores: 4 were bought (1 lot)."],
      [2, 4, "1 to 8 cores: 8 were bought (2 lots of 4)."],
      [1_000, 1, "1 to 255 cores: 1,000 were bought (1,000 lots of 1), and a job has 255 at most."],
    ];
    for (const [lots, cpuCores, words] of cases) expect(coresInWords({ lots, cpuCores })).to.equal(words);
  });
});

describe("a job that a browser orders", () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  let items: Map<string, string>;
  let server: Server;
  /** Cores of the orders that the provider was sent. */
  let asked: number[];
  let isAway: boolean;
  let now: number;
  /** Of the assignment: each test has its own. */
  let hour = 0;

  beforeEach(async () => {
    items = new Map();
    const value = {
      getItem: (name: string) => items.get(name) ?? null,
      setItem: (name: string, item: string) => items.set(name, item),
      removeItem: (name: string) => items.delete(name),
    };
    Object.defineProperty(globalThis, "localStorage", { configurable: true, value });
    [asked, isAway, now, hour] = [[], false, 0, hour + 1];
    server = createServer(async (request, response) => {
      let body = "";
      for await (const part of request) body += part;
      if (isAway) return request.socket.destroy();
      const given = JSON.parse(body) as JobOrder | { readonly order: JobOrder };
      const { threads } = ("order" in given ? given.order : given).job;
      asked.push(threads);
      if (threads <= BOUGHT) return response.end("{}");
      response.writeHead(400).end(JSON.stringify({ error: `The job wants ${threads} cores: ${BOUGHT} were bought.` }));
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  afterEach(() => {
    // The hour is over for whoever still watches it.
    now = 2 * START;
    server.close().closeAllConnections();
  });
  after(() => {
    if (before) Object.defineProperty(globalThis, "localStorage", before);
    else Reflect.deleteProperty(globalThis, "localStorage");
  });

  const assignmentOf = () => ({ product: 1, hour, commitment: 0, nomination: 0 });
  const watch = (job: Job) => {
    const watched: WatchedJob = {
      ...{ assignment: assignmentOf(), job, domain, oracles: [], privateKey: generatePrivateKey() },
      ...{ start: START, end: 2 * START, now: () => now },
      endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    };
    watchJob(watched);
  };
  const until = async (holds: () => boolean) => {
    for (let left = 200; !holds(); left--) {
      expect(left, "it never comes").to.be.greaterThan(0);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  const remembered = () => orderedJob(domain, assignmentOf());

  it("is forgotten where the provider refuses it, so that another one can be ordered", async () => {
    watch(jobOf(65));
    expect(remembered()).to.deep.equal(jobOf(65));
    await until(() => remembered() === undefined);
    watch(jobOf(8));
    await until(() => asked.includes(8));
    expect(asked).to.deep.equal([65, 8]);
    expect(remembered()).to.deep.equal(jobOf(8));
    // That one stands: another is not sent.
    watch(jobOf(4));
    expect(remembered()).to.deep.equal(jobOf(8));
  });

  it("is remembered while the provider is away, and forgotten once it refuses it at a check", async () => {
    isAway = true;
    watch(jobOf(65));
    await new Promise((resolve) => setTimeout(resolve, 600));
    expect(remembered()).to.deep.equal(jobOf(65));
    isAway = false;
    now = START;
    await until(() => remembered() === undefined);
    expect(asked).to.deep.equal([65, 65]);
  });
});
