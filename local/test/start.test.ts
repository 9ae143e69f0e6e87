/** `npm start` as a user sees it: what it prints, what answers, what it leaves behind. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { QUORUM } from "../oracles.ts";
import { sleep } from "../processes.ts";

const START = join(import.meta.dirname, "..", "start.ts");
const PORT = 28_545;
const GRACE_MS = 10_000;
/** From Ctrl-C to its end. */
const ENDING_MS = 60_000;
/** What the whole market may take, and how long until it is ready: bytes, seconds. */
const MOST_MEMORY = 4 * 2 ** 30;
/** Graph-node and a dozen of Node's processes: less was not counted. */
const LEAST_MEMORY = 2 ** 29;
const READY_S = 240;
/** From the assignments, a quarter of an hour before an hour, to its root, half an hour after it at most: 105 s. */
const ROOT_MS = 300_000;

interface Run {
  readonly child: ChildProcess;
  output(): string;
  readonly ended: Promise<number | null>;
}

/** Starts it in a group of its own, as a terminal does. */
function start(args: readonly string[], env: Record<string, string> = {}): Run {
  const child = spawn(process.execPath, [START, ...args], { env: { ...process.env, ...env }, detached: true });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return { child, output: () => output, ended: new Promise((resolve) => child.once("exit", resolve)) };
}

/** What Ctrl-C at a terminal does: every process of the group gets the signal. */
function pressCtrlC({ child }: Run): void {
  process.kill(-(child.pid ?? 0), "SIGINT");
}

describe("npm start", function () {
  this.timeout(600_000);
  const folder = mkdtempSync(join(tmpdir(), "clearhour-start-"));
  let run: Run;

  before(() => {
    run = start(["--port", String(PORT)], { TMPDIR: folder });
  });
  after(async () => {
    if (run.child.exitCode === null) pressCtrlC(run);
    await run.ended;
    rmSync(folder, { recursive: true });
  });

  it("tells each part, then in one line that it is ready and where", async () => {
    const ready = () => /^ready after \d+ s: .*$/m.exec(run.output())?.[0];
    while (ready() === undefined) {
      if (run.child.exitCode !== null) throw new Error(run.output());
      await sleep(200);
    }
    for (const part of ["local chain", "keepers", "three provider agents", "Postgres, graph-node, subgraph", "app"]) {
      expect(run.output()).to.match(new RegExp(`^${part}\\.+ \\d+\\.\\d s$`, "m"));
    }
    expect(Number(/after (\d+) s/.exec(ready() ?? "")?.[1]), "seconds").to.be.below(READY_S);
    expect(memory(run.child.pid ?? 0), "memory").to.be.within(LEAST_MEMORY, MOST_MEMORY);
    const urls = ready()?.match(/http:\/\/127\.0\.0\.1:\d+[^\s,;]*/g) ?? [];
    expect(urls).to.have.lengthOf.at.least(4);
    const [app = "", chain = "", graph = "", metrics = ""] = urls;
    expect(await (await fetch(app)).text()).to.include("<title>Clearhour</title>");
    const config = (await (await fetch(new URL("config.json", app))).json()) as { rpcUrl: string; graphUrl: string };
    expect(config).to.include({ rpcUrl: chain, graphUrl: graph });
    const block = await rpc(chain, { jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] });
    expect(Number(block.result)).to.be.greaterThan(0);
    const indexed = await rpc(graph, { query: "{ _meta { block { number } } auctions(first: 1) { id } }" });
    expect(indexed.data?.auctions).to.have.lengthOf(1);
    expect(await (await fetch(metrics)).text()).to.include("clearhour_keeper_");
  });

  it("says at a second start that the port is taken, and leaves the first alone", async () => {
    const second = start(["--port", String(PORT)]);
    expect(await second.ended).to.equal(1);
    expect(second.output()).to.match(/port \d+ \(.*\) is taken: end what listens there/);
    expect(run.child.exitCode).to.equal(null);
  });

  it("says which port is taken by somebody else", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(PORT + 100, "127.0.0.1", resolve));
    const other = start(["--port", String(PORT + 100)]);
    expect(await other.ended).to.equal(1);
    expect(other.output()).to.include(`port ${PORT + 100} (the chain) is taken`);
    await new Promise((resolve) => server.close(resolve));
  });

  it("says how it is used where its arguments make no sense", async () => {
    for (const args of [["--port", "eleven"], ["--port", "80"], ["--nonsense"]]) {
      const wrong = start(args);
      expect(await wrong.ended).to.equal(1);
      expect(wrong.output()).to.match(/npm start -- \[--port N\]/);
    }
  });

  it("says that it cannot write", async () => {
    const nowhere = start(["--port", String(PORT + 200)], { TMPDIR: "/proc/nowhere" });
    expect(await nowhere.ended).to.equal(1);
    expect(nowhere.output()).to.include("/proc/nowhere: no temporary files can be written there");
  });

  it("trades strips and blocks: keepers solve their contests, by which some fill and others do not", async () => {
    const graph = `http://127.0.0.1:${PORT + 1}/subgraphs/name/subgraph-0`;
    const query = `{
      blockOrders(first: 1000, where: { collected: true }) { isStrip outcome }
      contests(where: { concluded: true }) { solutions { kind } }
    }`;
    for (;;) {
      const { blockOrders = [], contests = [] } = (await rpc(graph, { query })).data ?? {};
      const outcomes = (isStrip: boolean) =>
        blockOrders.filter((order) => order.isStrip === isStrip).map(({ outcome }) => outcome);
      const solved = contests.filter(({ solutions }) => solutions.some(({ kind }) => kind === "best"));
      const hasFilled = outcomes(true).includes("filled") && outcomes(false).includes("filled");
      // One gate after the other, and a day's hours after that.
      if (hasFilled && outcomes(false).includes("outbid") && solved.length >= 3) return;
      if (run.child.exitCode !== null) throw new Error(run.output());
      await sleep(1_000);
    }
  });

  it("schedules what was sold, and says who serves whom, of both products", async () => {
    const graph = `http://127.0.0.1:${PORT + 1}/subgraphs/name/subgraph-0`;
    const query = "{ assignments { series { product { id } } } }";
    const served = async () => (await rpc(graph, { query })).data?.assignments ?? [];
    while (new Set((await served()).map(({ series }) => series.product.id)).size < 2) {
      if (run.child.exitCode !== null) throw new Error(run.output());
      await sleep(1_000);
    }
  });

  it("delivers what was sold: oracles have read an hour, and the chain has its root", async () => {
    const graph = `http://127.0.0.1:${PORT + 1}/subgraphs/name/subgraph-0`;
    const query = "{ meterRoots(first: 1) { count signatures } }";
    const deadline = Date.now() + ROOT_MS;
    for (;;) {
      const [root] = (await rpc(graph, { query })).data?.meterRoots ?? [];
      if (root !== undefined) {
        expect(Number(root.count), "readings").to.be.at.least(1);
        expect(root.signatures).to.be.at.least(QUORUM);
        expect(memory(run.child.pid ?? 0), "memory").to.be.within(LEAST_MEMORY, MOST_MEMORY);
        return;
      }
      if (run.child.exitCode !== null || Date.now() > deadline) throw new Error(`no root: ${run.output()}`);
      await sleep(1_000);
    }
  });

  it("ends every process that it started, and leaves nothing behind, at Ctrl-C", async () => {
    const children = descendants(run.child.pid ?? 0).map((pid) => ({ pid, command: commandOf(pid) }));
    expect(children.length, "node, keepers, oracles, agents, Postgres, graph-node").to.be.at.least(13);
    const from = Date.now();
    // npm passes on what the terminal has sent already.
    pressCtrlC(run);
    run.child.kill("SIGINT");
    expect(await run.ended, run.output()).to.equal(0);
    expect(Date.now() - from, "milliseconds").to.be.below(ENDING_MS);
    const left = () => children.filter(({ pid }) => existsSync(`/proc/${pid}`));
    // What Hardhat started to compile its configuration notices within seconds that Hardhat has ended.
    for (const deadline = Date.now() + GRACE_MS; left().length > 0 && Date.now() < deadline; ) await sleep(100);
    expect(left()).to.deep.equal([]);
    // The cache of the tool that compiles Hardhat's configuration is everybody's.
    expect(readdirSync(folder).filter((name) => !name.startsWith("tsx-"))).to.deep.equal([]);
  });
});

async function rpc(url: string, body: object) {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as {
    result?: string;
    data?: {
      auctions: unknown[];
      blockOrders: { isStrip: boolean; outcome: string }[];
      contests: { solutions: { kind: string }[] }[];
      assignments: { series: { product: { id: string } } }[];
      meterRoots: { count: string; signatures: number }[];
    };
  };
}

function commandOf(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
}

/** Bytes that a process and those below it hold, what they share counted once. */
function memory(pid: number): number {
  const held = [pid, ...descendants(pid)].map((id) => {
    try {
      return Number(/^Pss: +(\d+) kB$/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "utf8"))?.[1]) * 1_024;
    } catch {
      return 0; // it has ended meanwhile
    }
  });
  return held.reduce((sum, bytes) => sum + bytes, 0);
}

/** Ids of the processes below one. */
function descendants(pid: number): number[] {
  const parents = readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, "utf8");
        return [{ id: Number(name), parent: Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]) }];
      } catch {
        return [];
      }
    });
  const children = parents.filter(({ parent }) => parent === pid).map(({ id }) => id);
  return [...children, ...children.flatMap(descendants)];
}
