import {
  type GetSettledReadingReturnType,
  getAssignments,
  getBalance,
  getRoot,
  getSettledReading,
} from "@clearhour/sdk";
import { Holder, OrderRefusedError } from "@clearhour/sdk/access";
import { chunkOf, type Job } from "@clearhour/sdk/jobs";
import { type Assignment, METERED_BENCHMARK, parseBundle } from "@clearhour/sdk/meter";
import { cpuExample } from "@clearhour/sdk/spec";
import { expect } from "chai";
import { numberToHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { freePort } from "../../../indexer/node/ports.ts";
import type { Clock } from "../../../local/clock.ts";
import { HOUR, TERMS, USDC } from "../../../sdk/test/support/listing.ts";
import { type DeliveryStage, FIRST, openDeliveryStage, type Part } from "../support/delivery.ts";
import { scratch } from "../support/files.ts";
import type { Trader } from "../support/market.ts";
import { nodeKey } from "../support/node.ts";
import { until } from "../support/stage.ts";

/** Chain seconds in a second of the test: an hour takes 24 s. */
const RATE = 150;
/** The same while the hour is read. */
const SLOWLY = 60;
const LOTS = 2;
const PPM = 1_000_000;
/** What the floor's scenario names, for one lot. */
const JOB = { kind: "sha256-chain", size: 20_000, threads: 1 } as const;
const access = privateKeyToAccount(nodeKey(9));

/** The floor is what a core without limits does on this machine: the agent gives a tenth of one (`--cpu-share`). */
function floorOfAWholeCore() {
  const job: Job = { ...JOB, seed: numberToHex(1, { size: 32 }) };
  const computed = 20;
  // The first ones are slow.
  for (let i = 0; i < computed; i++) chunkOf(job, i);
  const begun = process.cpuUsage();
  for (let i = 0; i < computed; i++) chunkOf(job, i);
  const { system, user } = process.cpuUsage(begun);
  const chunksPerSecond = (computed * 1e6) / (user + system);
  return {
    workload: "cpu",
    benchmark: METERED_BENCHMARK,
    version: "1",
    scenario: `${JOB.kind}, size ${JOB.size}, threads ${JOB.threads}`,
    unit: "events/s",
    floorMilli: Math.ceil((chunksPerSecond * 1000) / RATE),
  } as const;
}

describe("an hour of a product with a floor that its job reaches in part", function () {
  // Where a machine is busy, the hour takes longer with it.
  this.timeout(240_000);
  const files = scratch();
  let stage: DeliveryStage;
  let clock: Clock;
  let agent: Part;
  let holder: Trader;
  let assignment: Assignment;
  let floorMilli: number;
  let series: bigint;
  let settled: GetSettledReadingReturnType;

  before(async () => {
    stage = await openDeliveryStage(files);
    const floor = floorOfAWholeCore();
    floorMilli = floor.floorMilli;
    const market = await stage.openCpuMarket({ ...cpuExample, floors: [floor] });
    const seller = await stage.openTrader(5);
    holder = await stage.openTrader(8);
    const oracles = FIRST.map((index) => stage.oracle(index));
    agent = stage.provider(5, await freePort(), 16);
    await seller.enrolAt(`${agent.url}#meter=${privateKeyToAccount(nodeKey(16)).address}`, [market.product]);
    const hour = await stage.sellHour(market, seller, holder, LOTS);
    series = market.series(hour);
    assignment = { product: market.product, hour, commitment: 0, nomination: 0 };
    for (const { process } of [agent, ...oracles]) await process.line(({ msg }) => msg === "serving");
    clock = await stage.startClock(RATE);
    await until(async () => {
      const found = await getAssignments(stage.client, { deployment: stage.deployment, series }).catch(() => undefined);
      return found?.pairs.length === 1;
    });
  });

  after(() => stage?.close());

  it("is worked for with the job that the floor names, and no other", async () => {
    const seed = numberToHex(2, { size: 32 });
    const larger = holderOf({ ...JOB, seed, threads: LOTS, size: 5 * JOB.size });
    await clock.until(assignment.hour * HOUR - 400);
    expect(await larger.submit().catch((error: unknown) => error)).to.be.instanceOf(OrderRefusedError);
    const own = holderOf({ ...JOB, seed, threads: LOTS });
    await own.submit();
    let receipts = 0;
    while (clock.now() < (assignment.hour + 1) * HOUR) {
      if (await own.check().catch(() => undefined)) receipts++;
      await new Promise((resolve) => setTimeout(resolve, 800));
    }
    expect(receipts).to.be.greaterThan(5);
  });

  it("is read as so much of the floor as its samples show, by a quorum, and settled by that", async () => {
    clock.setRate(SLOWLY);
    const { client, deployment } = stage;
    const rootOf = () => getRoot(client, { deployment, series });
    await until(async () => (await rootOf()) !== undefined);
    const { accountId } = holder;
    const before = await getBalance(client, { deployment, accountId });
    await clock.jumpTo(Number((await rootOf())?.postedAt) + TERMS.delivery.challengeWindow + 60);
    await until(async () => (await getSettledReading(client, { deployment, assignment })) !== undefined);
    settled = (await getSettledReading(client, { deployment, assignment })) as GetSettledReadingReturnType;
    const { deliveredPpm, performancePpm } = settled.reading;
    expect(deliveredPpm).to.be.greaterThan(0.8 * PPM);
    expect(performancePpm).to.be.within(1, 0.9 * PPM);
    const expected = await fromPages();
    expect(performancePpm).to.be.closeTo(expected, expected / 10);
    expect((await getBalance(client, { deployment, accountId })) - before).to.equal(settled.paid);
  });

  it("owes its holder the share that is missing", () => {
    const { deliveredPpm, lostBuyerPpm, performancePpm } = settled.reading;
    const share = Math.ceil(((deliveredPpm + lostBuyerPpm) * performancePpm) / PPM);
    expect(settled.shortfallPpm).to.equal(PPM - share);
    // Sold at 2.00, the reference and the spot price too: min(1.5 x 2.00, max(2.00, 2.00)) and a penalty of a tenth.
    const worst = (22n * USDC) / 10n;
    expect(settled.paid).to.equal((BigInt(LOTS) * worst * BigInt(PPM - share)) / BigInt(PPM));
  });

  it("can be derived again by anyone from the samples", async () => {
    const verify = () => stage.meterVerify(assignment);
    await until(async () => !(await verify()).err.includes("have not read"));
    const { code, out } = await verify();
    expect(code, out).to.equal(0);
    const { agrees, recomputed } = JSON.parse(out) as { agrees: boolean; recomputed: { performancePpm: number } };
    expect([agrees, recomputed.performancePpm]).to.deep.equal([true, settled.reading.performancePpm]);
  });

  /** Performance by the counters of the pages that were signed: chunks from the first to the last on which the job ran. */
  async function fromPages(): Promise<number> {
    const { commitment, hour, nomination, product } = assignment;
    const path = `/v1/assignments/${product}/${hour}/${commitment}/${nomination}/bundle`;
    const { samples } = parseBundle(await (await fetch(`${stage.urlOf(FIRST[0])}${path}`)).json());
    const inside = samples.filter(
      ({ at, body }) =>
        at >= hour * HOUR * 1000 && at <= (hour + 1) * HOUR * 1000 && /^clearhour_job_running\{[^}]*\} 1$/m.test(body),
    );
    const chunks = ({ body }: { body: string }) =>
      Number(/^clearhour_job_chunks_total\{[^}]*\} (\d+)$/m.exec(body)?.[1]);
    const [first, last] = [inside[0], inside.at(-1)];
    if (first === undefined || last === undefined) throw new Error("there are no samples");
    const perSecond = (chunks(last) - chunks(first)) / ((last.at - first.at) / 1000);
    return (perSecond / ((LOTS * floorMilli) / 1000)) * PPM;
  }

  function holderOf(job: Job): Holder {
    return new Holder({
      ...{ assignment, job, endpoint: agent.url, signer: access, domain: stage.domain },
      oracles: FIRST.map(stage.urlOf),
      now: () => clock.now() * 1000,
      timeoutMs: 3_000,
    });
  }
});
