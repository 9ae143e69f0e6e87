import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  clearAuctionSync,
  collectSync,
  disputeReadingSync,
  getAssignments,
  getDispute,
  getRoot,
  getSettledReading,
  isSettled,
  meterAbi,
  nominateSync,
  settlementAbi,
} from "@clearhour/sdk";
import { Holder, toAccessKey } from "@clearhour/sdk/access";
import { type Assignment, type ReadingJson, readingFromJson, readingHash, verdictSigner } from "@clearhour/sdk/meter";
import { expect } from "chai";
import { decodeFunctionData, type Hex, numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { freePort } from "../../../indexer/node/ports.ts";
import type { Clock } from "../../../local/clock.ts";
import { alterSamples, closeServers, serveOnly } from "../../../local/demo/proxies.ts";
import { HOUR, TERMS } from "../../../sdk/test/support/listing.ts";
import type { ProvenReading } from "../../src/upkeep/decide.ts";
import { type DeliveryStage, FIRST, openDeliveryStage, type Part, SECOND } from "../support/delivery.ts";
import { scratch } from "../support/files.ts";
import { lyingOracle } from "../support/liars.ts";
import type { Market, Trader } from "../support/market.ts";
import { nodeKey } from "../support/node.ts";
import { until } from "../support/stage.ts";

/** Chain seconds in a second of the test: an hour takes 30 s. */
const RATE = 120;
/** The same while the hour is read: machines may be slow. */
const SLOWLY = 40;
const MINUTE = 60;
const LOTS = 4;
/** Account of the node, and that of its meter key. What becomes of the delivery is in the name. */
const PROVIDERS = { honest: [5, 16], lying: [6, 17], stopped: [7, 18], closed: [10, 19] } as const;
type Name = keyof typeof PROVIDERS;
const NAMES = Object.keys(PROVIDERS) as Name[];
/** The last of each set lies. */
const LIARS: readonly number[] = [FIRST[3], SECOND[3]];
const HONEST_FIRST = FIRST.slice(0, 3);
const HONEST_SECOND = SECOND.slice(0, 3);
const access = accountOf(9);

describe("delivery of an hour", function () {
  // Where a machine is busy, the hour takes longer with it.
  this.timeout(240_000);
  const files = scratch();
  let stage: DeliveryStage;
  let clock: Clock;
  let market: Market;
  let holder: Trader;
  let hour: number;
  let series: bigint;
  const agents = {} as Record<Name, Part>;
  const endpoints = {} as Record<Name, string>;
  const sellers = {} as Record<Name, Trader>;
  const assignments = {} as Record<Name, Assignment>;
  let oracles: Part[] = [];
  let readings: ProvenReading[] = [];

  const start = () => hour * HOUR;

  before(async () => {
    stage = await openDeliveryStage(files);
    const { deployment } = stage;
    market = await stage.openCpuMarket();
    holder = await stage.openTrader(8);
    oracles = [...HONEST_FIRST, ...HONEST_SECOND].map((index) => stage.oracle(index));
    for (const index of LIARS) {
      const port = Number(new URL(stage.urlOf(index)).port);
      await lyingOracle(port, accountOf(index), stage.domain, () => Object.values(assignments), HOUR);
    }
    for (const name of NAMES) {
      const [index, meterIndex] = PROVIDERS[name];
      const meter = accountOf(meterIndex);
      agents[name] = stage.provider(index, await freePort(), meterIndex);
      // One provider lies about its samples, one works for nobody but the first set: what they register are proxies.
      const { url } = agents[name];
      endpoints[name] = url;
      if (name === "lying") endpoints[name] = await alterSamples(url, meter, stage.domain);
      if (name === "closed") endpoints[name] = await serveOnly(url, FIRST.map(addressOf), stage.domain);
      sellers[name] = await stage.openTrader(index);
      await sellers[name].enrolAt(`${endpoints[name]}#meter=${meter.address}`, [market.product]);
    }

    hour = await stage.comingHour();
    series = market.series(hour);
    const { auction, close, deadline, open } = market.spot(hour);
    await stage.to(open);
    const order = { auction, series, slot: 0 };
    for (const name of NAMES) await sellers[name].place({ ...order, side: "write", ticks: 190, lots: LOTS });
    await holder.place({ ...order, side: "buy", ticks: 210, lots: NAMES.length * LOTS });
    await stage.to(close);
    await clearAuctionSync(holder.wallet, { deployment, auction });
    await stage.to(deadline);
    const orders = [holder, ...Object.values(sellers)].map(({ accountId }) => ({ accountId, slot: 0n }));
    await collectSync(holder.wallet, { deployment, orders });
    const entries = [{ series, lots: NAMES.length * LOTS }];
    await nominateSync(holder.wallet, { deployment, entries, accessKey: toAccessKey(access.publicKey) });
    for (const { process } of [...Object.values(agents), ...oracles])
      await process.line(({ msg }) => msg === "serving");
    clock = await stage.startClock(RATE);
  });

  after(async () => {
    closeServers();
    await stage?.close();
  });

  const readAssignments = () => getAssignments(stage.client, { deployment: stage.deployment, series });

  it("is scheduled by the agents: they commit what they owe, and the shift is fixed", async () => {
    const { pairs, commitments } = await untilThere(async () => {
      const found = await readAssignments().catch(() => undefined);
      return found?.pairs.length === NAMES.length ? found : undefined;
    });
    for (const { commitment, lots, nomination } of pairs) {
      const name = NAMES[Number(commitments[commitment]?.provider) - 1];
      if (name === undefined) throw new Error("a commitment of nobody");
      assignments[name] = { product: market.product, hour, commitment, nomination };
      expect(lots).to.equal(LOTS);
    }
    expect(Object.keys(assignments).sort()).to.deep.equal(NAMES.toSorted());
  });

  it("runs the nominee's jobs, and stops with what is killed", async () => {
    const honest = HONEST_FIRST.map(stage.urlOf);
    const holders = NAMES.map(
      (name) =>
        new Holder({
          assignment: assignments[name],
          job: { kind: "sha256-chain", seed: numberToHex(hour, { size: 32 }), size: 1_000, threads: 1 },
          endpoint: endpoints[name],
          oracles: honest,
          signer: access,
          domain: stage.domain,
          now: () => clock.now() * 1000,
          timeoutMs: 3_000,
        }),
    );
    const receipts = new Map(NAMES.map((name) => [name, 0]));
    let killed = false;
    let stopped = false;
    while (clock.now() < start() + HOUR) {
      const checks = holders.map(async (one, i) => {
        const receipt = await one.check();
        const name = NAMES[i] as Name;
        if (receipt) receipts.set(name, (receipts.get(name) ?? 0) + 1);
      });
      await Promise.allSettled(checks);
      if (!killed && clock.now() > start() + 20 * MINUTE) killed = await killJob(agents.lying);
      if (!stopped && clock.now() > start() + 40 * MINUTE) {
        stopped = true;
        agents.stopped.process.signal("SIGKILL");
      }
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    expect([killed, stopped]).to.deep.equal([true, true]);
    expect(receipts.get("honest")).to.be.greaterThan(Number(receipts.get("lying")));
    expect(receipts.get("lying")).to.be.greaterThan(0);
    expect(receipts.get("closed")).to.equal(0);
  });

  it("is read the same by three oracles, whatever the fourth says", async () => {
    clock.setRate(SLOWLY);
    const due = start() + HOUR + 30 * MINUTE;
    await until(async () => (await rootOf()) !== undefined || clock.now() > due);
    expect((await rootOf())?.count, "the stopped one serves no samples").to.equal(3);
    readings = await readingsAt(stage.urlOf(FIRST[0]));
    expect(await readingsAt(stage.urlOf(FIRST[1]))).to.deep.equal(readings);
    const of = (name: Name) => readings.find(({ reading }) => reading.commitment === assignments[name].commitment);
    expect(of("honest")?.reading).to.include({ deliveredPpm: 1_000_000, lots: LOTS });
    // Its samples say that the job ran all the hour: what counts is what was signed for, and seen.
    expect(of("lying")?.reading.deliveredPpm).to.be.within(300_000, 600_000);
    expect(of("stopped")).to.equal(undefined);
    // It worked, and what the first set sees of it is all that there is.
    expect(counted(of("closed")?.reading)).to.be.greaterThan(800_000);
    const posts = oracles.flatMap(({ process: { log } }) => log.filter(({ kind }) => kind === "postRoot"));
    expect(posts.filter(({ msg }) => msg === "mined").length).to.equal(1);
  });

  it("is not read otherwise by the second set because a provider disputes it", async () => {
    const { decided, disputed } = await dispute("lying", sellers.lying);
    const settled = await settledReading("lying");
    expect(settled?.reading).to.deep.equal(disputed.reading);
    expect(decided.leaf).to.equal(readingHash(disputed.reading));
    await isDecidedByPeers(decided.dispute);
  });

  it("is read otherwise where a holder was shut out: by what the second set comes to together", async () => {
    const { decided, disputed } = await dispute("closed", holder);
    const settled = await settledReading("closed");
    expect(counted(settled?.reading)).to.be.lessThan(counted(disputed.reading) / 2);
    expect(settled?.paid).to.be.greaterThan(0n as never);
    await isDecidedByPeers(decided.dispute);
  });

  it("is settled by anyone's upkeep: what was not delivered is paid for", async () => {
    const postedAt = Number((await rootOf())?.postedAt);
    await clock.jumpTo(postedAt + 8_000);
    const honest = await untilThere(() => settledReading("honest"));
    expect(honest).to.include({ shortfallPpm: 0, paid: 0n });
    await clock.jumpTo(postedAt + 15_000);
    const { commitment, nomination } = assignments.stopped;
    const isOver = () => isSettled(stage.client, { deployment: stage.deployment, series, commitment, nomination });
    await until(isOver);
    expect(await settledReading("stopped")).to.equal(undefined);
    const lying = await settledReading("lying");
    expect(lying?.shortfallPpm).to.be.within(400_000, 700_000);
    expect(lying?.paid).to.be.greaterThan(0n as never);
  });

  it("can be derived again by anyone from the samples that providers serve", async () => {
    for (const name of ["honest", "lying"] as const) {
      const { code, out } = await untilThere(async () => {
        const result = await stage.meterVerify(assignments[name]);
        return result.err.includes("have not read") ? undefined : result;
      });
      expect(code, out).to.equal(0);
      const report = JSON.parse(out) as { agrees: boolean; meterKey: string; differences: unknown[] };
      expect(report).to.deep.include({ agrees: true, differences: [] });
      expect(report.meterKey).to.equal(accountOf(PROVIDERS[name][1]).address);
    }
    const { code, err } = await stage.meterVerify(assignments.stopped);
    expect([code, err]).to.satisfy(([c, e]: [number, string]) => c === 1 && e.includes("did not answer"));
  });

  it("is kept by nobody once nothing of it can be disputed or decided any more", async () => {
    const folders = [`oracle-${FIRST[0]}`, `oracle-${SECOND[0]}`, `provider-${PROVIDERS.honest[0]}`];
    const kept = () => folders.filter((name) => existsSync(join(stage.data, name, `${market.product}/${hour}`)));
    expect(kept()).to.deep.equal(folders);
    const { challengeWindow, decisionWindow, rootDue } = TERMS.delivery;
    await clock.jumpTo(start() + HOUR + rootDue + 3 * challengeWindow + 2 * decisionWindow + MINUTE);
    await until(async () => kept().length === 0);
  });

  /** Disputes a provider's reading as one of the parties, and waits for the decision. */
  async function dispute(name: Name, { wallet }: Trader) {
    const disputed = readings.find(({ reading }) => reading.commitment === assignments[name].commitment);
    if (disputed === undefined) throw new Error("there is no reading to dispute");
    const { dispute: id } = await disputeReadingSync(wallet, { deployment: stage.deployment, ...disputed });
    const decided = await untilThere(async () => {
      const found = await getDispute(stage.client, { deployment: stage.deployment, dispute: id });
      return found?.state === "decided" ? found : undefined;
    });
    return { decided, disputed };
  }

  /** The verdict that was sent carries three signatures: whoever sent it has one key, the others came from its peers. */
  async function isDecidedByPeers(id: bigint) {
    const { client, deployment, domain } = stage;
    const events = { abi: meterAbi, address: deployment.meter, fromBlock: deployment.block, strict: true } as const;
    const [event] = await client.getContractEvents({ ...events, eventName: "DisputeDecided", args: { dispute: id } });
    if (event === undefined) throw new Error("nothing was decided");
    const { from, input } = await client.getTransaction({ hash: event.transactionHash });
    const call = decodeFunctionData({ abi: settlementAbi, data: input });
    if (call.functionName !== "decide") throw new Error(call.functionName);
    const [, reading, signatures] = call.args;
    const verdict = { dispute: id, reading: readingHash(reading) };
    const signers = await Promise.all(signatures.map((signature) => verdictSigner(domain, verdict, signature)));
    expect(signers).to.have.members(HONEST_SECOND.map(addressOf));
    expect(signers.map((signer) => signer?.toLowerCase())).to.include(from.toLowerCase());
  }

  const rootOf = () => getRoot(stage.client, { deployment: stage.deployment, series });
  const settledReading = (name: Name) =>
    getSettledReading(stage.client, { deployment: stage.deployment, assignment: assignments[name] });

  /** The readings that an oracle serves, once it knows that they are those of the posted root. */
  async function readingsAt(url: string): Promise<ProvenReading[]> {
    return await untilThere(async () => {
      const response = await fetch(`${url}/v1/readings/${market.product}/${hour}`);
      if (!response.ok) return undefined;
      const { readings: all } = (await response.json()) as { readings: { reading: ReadingJson; proof: Hex[] }[] };
      return all.map(({ proof, reading }) => ({ reading: readingFromJson(reading), proof }));
    });
  }
});

/** Kills the process of an agent's job. */
async function killJob({ url }: Part): Promise<boolean> {
  const slots = (await (await fetch(`${url}/v1/slots`)).json()) as { pid?: number }[];
  const pid = slots[0]?.pid;
  if (pid === undefined) return false;
  process.kill(pid, "SIGKILL");
  return true;
}

/** Time that settlement counts as delivered. */
function counted(reading?: Pick<ReadingJson, "deliveredPpm" | "lostBuyerPpm">): number {
  return Number(reading?.deliveredPpm) + Number(reading?.lostBuyerPpm);
}

async function untilThere<T>(find: () => Promise<T | undefined>): Promise<T> {
  let found: T | undefined;
  await until(async () => {
    found = await find();
    return found !== undefined;
  });
  return found as T;
}

function accountOf(index: number) {
  return privateKeyToAccount(nodeKey(index));
}

function addressOf(index: number) {
  return accountOf(index).address;
}
