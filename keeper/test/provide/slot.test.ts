/** A slot with the real process of a job, its real exporter and real signatures; only time is the test's. */
import { readFileSync } from "node:fs";
import { type JobOrder, signOrder, standbyJob, verifyClaim, verifyOpenings } from "@clearhour/sdk/access";
import { type Job, JobError } from "@clearhour/sdk/jobs";
import {
  computeReading,
  METERED_BENCHMARK,
  type MeterDomain,
  MeterSignatureError,
  meterRules,
  type Receipt,
  type SignedSample,
  signReceipt,
  verifySample,
  ZERO_WORD,
} from "@clearhour/sdk/meter";
import { cpuExample, gpuExample, type Spec } from "@clearhour/sdk/spec";
import { expect } from "chai";
import { numberToHex, zeroHash } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { challenge as asOracle } from "../../src/attest/challenge.ts";
import { RefusalError } from "../../src/delivery/errors.ts";
import type { HourFacts, ProductFacts, SlotFacts } from "../../src/delivery/facts.ts";
import { DataFolder } from "../../src/delivery/files.ts";
import { exporterFor } from "../../src/provide/exporter.ts";
import { parseStat } from "../../src/provide/job/procfs.ts";
import { Slot } from "../../src/provide/slot.ts";
import { scratch } from "../support/files.ts";

const key = (n: number) => privateKeyToAccount(numberToHex(n, { size: 32 }));
const [meter, nominee, stranger] = [key(1), key(2), key(3)] as const;
const domain: MeterDomain = { chainId: 31_337, verifyingContract: meter.address };
const MINUTE = 60_000;
const assignment = { product: 1, hour: 500_000, commitment: 0, nomination: 0 };
const start = assignment.hour * 60 * MINUTE;
const NONCE = numberToHex(77, { size: 32 });
const job: Job = { kind: "sha256-chain", seed: numberToHex(5, { size: 32 }), size: 200, threads: 1 };

function hourOf(spec: Spec): HourFacts {
  const product = { product: 1, spec, rules: meterRules(3600, spec) } as ProductFacts;
  return { product, hour: assignment.hour, series: 0n, start, end: start + 60 * MINUTE, slots: [] };
}

const facts: SlotFacts = {
  assignment,
  lots: 4,
  provider: zeroHash,
  holder: zeroHash,
  accessKey: "0x",
  nominee: nominee.address,
  endpoint: undefined,
  meterKey: meter.address,
};

describe("provide: a slot", function () {
  this.timeout(20_000);
  const files = scratch();
  const slots: Slot[] = [];
  let folder: DataFolder;
  let number = 0;

  function open(spec = cpuExample, name = `slot-${number++}`): Slot {
    const file = <T>(kind: string) => folder.file<T>(1, 1, name, `${kind}.jsonl`);
    const slot = new Slot(hourOf(spec), facts, {
      domain,
      meter,
      files: { samples: file("samples"), receipts: file("receipts"), orders: file("orders"), starts: file("starts") },
      settings: { sampleEvery: MINUTE, restartAfter: 5 * MINUTE, sharePercent: 100 },
    });
    slots.push(slot);
    return slot;
  }

  const order = () => signOrder(nominee, domain, { assignment, job });
  const exporter = exporterFor(hourOf(cpuExample), facts, false);
  const scrapeOf = (slot: Slot) => () => Promise.resolve(exporter?.(slot.figures(), 0) ?? "");
  /** Lets the job's process work for a moment. */
  const work = async (slot: Slot, chunks: number) => {
    const from = slot.figures().chunks;
    while (slot.figures().chunks < from + chunks) await new Promise((resolve) => setTimeout(resolve, 5));
  };

  before(() => {
    folder = new DataFolder(files.folder);
  });
  after(() => Promise.all(slots.map((slot) => slot.stop())));

  it("stands ready before the hour, and answers for the standby job until there is an order", async () => {
    const slot = open();
    await slot.step(start - 11 * MINUTE);
    expect(slot.pid).to.equal(undefined);
    await slot.step(start - 9 * MINUTE);
    expect(slot.pid).to.be.a("number");
    const claim = await slot.claim(NONCE);
    expect([claim.order, claim.size]).to.deep.equal([null, 0]);
    verifyClaim(standbyJob(assignment), NONCE, claim);
    expect(slot.figures().running).to.equal(false);
  });

  it("runs the nominee's job from shortly before the hour to shortly after it", async () => {
    const slot = open();
    await slot.take(await order());
    await slot.step(start - 9 * MINUTE);
    expect(slot.figures()).to.include({ running: false, starts: 0 });
    await slot.step(start - 2 * MINUTE);
    await work(slot, 20);
    expect(slot.figures()).to.include({ running: true, starts: 1 });
    const claim = await slot.claim(NONCE);
    verifyClaim(job, NONCE, claim);
    verifyOpenings(job, claim, [0, 7], await slot.open(claim.run, claim.size, [0, 7]));
    await slot.step(start + 63 * MINUTE);
    expect([slot.pid, slot.figures().running]).to.deep.equal([undefined, false]);
  });

  it("gives its process nothing of its own environment", async () => {
    process.env.CLEARHOUR_TEST_SECRET = "secret";
    const slot = open();
    await slot.step(start);
    const environment = readFileSync(`/proc/${slot.pid}/environ`, "utf8");
    delete process.env.CLEARHOUR_TEST_SECRET;
    expect(environment).to.not.contain("secret");
  });

  it("takes the first order of its nominee, and jobs of the list only", async () => {
    const slot = open();
    const good = await order();
    const forged = await signOrder(stranger, domain, { assignment, job });
    const refused = async (kind: new (...args: never[]) => Error, bad: JobOrder) =>
      expect(await slot.take(bad).catch((error: unknown) => error)).to.be.instanceOf(kind);
    await refused(MeterSignatureError, forged);
    await refused(JobError, { ...good, job: { ...job, kind: "rm -rf /" as never } });
    // Four lots of four cores were bought.
    await refused(JobError, await signOrder(nominee, domain, { assignment, job: { ...job, threads: 17 } }));
    await slot.take({ ...good, padding: "x" } as never);
    await slot.take(await signOrder(nominee, domain, { assignment, job: { ...job, size: 100 } }));
    expect(slot.order).to.deep.equal(good);
  });

  it("takes no order but that of the job on which its product's performance is measured", async () => {
    const floor = {
      workload: "cpu",
      version: "1",
      unit: "events/s",
      floorMilli: 1,
      benchmark: METERED_BENCHMARK,
    } as const;
    const floors = [{ ...floor, scenario: "sha256-chain, size 200, threads 1" }];
    const slot = open({ ...cpuExample, floors });
    const take = async (own: Partial<Job>) => {
      const signed = await signOrder(nominee, domain, { assignment, job: { ...job, threads: 4, ...own } });
      return await slot.take(signed).catch((error: unknown) => error);
    };
    // A larger chunk counts for no more than a small one, and a thread that is not asked for does nothing.
    const others: Partial<Job>[] = [{ size: 100_000 }, { threads: 1 }, { threads: 5 }, { kind: "prime-count" }];
    for (const other of others) expect(await take(other), JSON.stringify(other)).to.be.instanceOf(JobError);
    expect(slot.order).to.equal(undefined);
    await take({ seed: numberToHex(6, { size: 32 }) });
    expect(slot.order?.job).to.include({ size: 200, threads: 4 });
  });

  it("samples its exporter once in each interval, signed by the meter key", async () => {
    const slot = open();
    await slot.take(await order());
    await slot.step(start - 2 * MINUTE);
    const times = [-3, -2, -1.5, -1, 0, 0.2, 1].map((minutes) => start + minutes * MINUTE);
    const taken: boolean[] = [];
    for (const at of times) taken.push(await slot.sample(at, scrapeOf(slot)));
    expect(taken).to.deep.equal([false, true, false, true, true, false, true]);
    for (const sample of slot.samples) await verifySample(domain, assignment, meter.address, sample);
    expect(slot.samples[0]?.body).to.contain("clearhour_job_running{").and.to.contain("node_cpu_seconds_total{");
  });

  it("meters less when its job is killed: the rest of the time is the provider's loss", async () => {
    const slot = open();
    await slot.take(await order());
    for (let minute = -2; minute <= 62; minute++) {
      const now = start + minute * MINUTE;
      if (minute === 20) process.kill(Number(slot.pid), "SIGKILL");
      while (minute === 20 && slot.pid !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
      await slot.step(now);
      await slot.sample(now, scrapeOf(slot));
    }
    const receipt = await signReceipt(nominee, domain, {
      assignment,
      from: start,
      to: start + 60 * MINUTE,
      outputHash: ZERO_WORD,
    });
    const { reading } = computeReading({
      assignment,
      lots: 4,
      terms: { ...hourOf(cpuExample).product.rules.terms, challengeQuorum: 1 },
      pages: slot.samples,
      receipts: [receipt as never],
      challenges: [],
      samplesRoot: ZERO_WORD,
    });
    // Running until the sample of minute 19; started again five minutes after it was found dead.
    expect(slot.figures().starts).to.equal(2);
    expect(reading.deliveredPpm).to.equal(Math.floor(((60 - 6) * 1_000_000) / 60));
  });

  it("is not running while its process is stopped", async () => {
    const slot = open();
    await slot.take(await order());
    await slot.step(start);
    await work(slot, 1);
    process.kill(Number(slot.pid), "SIGSTOP");
    while (slot.figures().running) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(slot.pid).to.be.a("number");
  });

  it("goes on after a restart of the agent with what it had", async () => {
    const slot = open(cpuExample, "restarted");
    await slot.take(await order());
    await slot.step(start);
    await slot.sample(start, scrapeOf(slot));
    const { assignment: _, ...receipt } = await signReceipt(nominee, domain, {
      assignment,
      from: start,
      to: start + MINUTE,
      outputHash: ZERO_WORD,
    });
    await slot.addReceipt(receipt);
    await slot.stop();
    const again = open(cpuExample, "restarted");
    expect([again.samples, again.receipts, again.order]).to.deep.equal([slot.samples, slot.receipts, slot.order]);
    await again.step(start + MINUTE);
    await work(again, 1);
    // Another start of the job is another run: its log begins anew.
    expect((await again.claim(NONCE)).run).to.equal(2);
  });

  it("keeps receipts of the nominee only, each once", async () => {
    const slot = open();
    const sign = async (by: typeof nominee, minutes = 1) => {
      const { assignment: _, ...receipt } = await signReceipt(by, domain, {
        assignment,
        from: start,
        to: start + minutes * MINUTE,
        outputHash: ZERO_WORD,
      } satisfies Omit<Receipt, "signature">);
      return receipt;
    };
    await slot.addReceipt(await sign(nominee));
    await slot.addReceipt(await sign(nominee));
    expect(await slot.addReceipt(await sign(stranger, 2)).catch((error: unknown) => error)).to.be.instanceOf(
      MeterSignatureError,
    );
    expect(slot.receipts.length).to.equal(1);
    const more = await Promise.all(Array.from({ length: 400 }, (_, i) => sign(nominee, i + 2)));
    const kept = await Promise.allSettled(more.map((one) => slot.addReceipt(one)));
    const refused = kept.flatMap((one) => (one.status === "rejected" ? [one.reason as RefusalError] : []));
    expect(refused.map(({ status }) => status)).to.deep.equal([429]);
    expect(slot.receipts.length).to.equal(400);
  });

  it("samples less often where pages are long, so that oracles keep all of the hour", async () => {
    const slot = open();
    // A machine of many cores: with 700 kB each, sixty of them would be more than oracles keep.
    const page = `#${"x".repeat(700_000)}\n`;
    let taken = 0;
    for (let at = start - 2 * MINUTE; at <= start + 62 * MINUTE; at += MINUTE / 4) {
      if (await slot.sample(at, () => Promise.resolve(page))) taken++;
    }
    expect(taken).to.be.within(15, 22);
    expect(slot.samples.at(-1)?.at).to.be.at.least(start + 60 * MINUTE);
    expect(Buffer.byteLength(JSON.stringify(slot.samples))).to.be.below(16 * 2 ** 20);
  });

  it("fails an oracle's challenge once its job is gone, or stands still, or is not the nominee's", async () => {
    const slot = open();
    const good = await order();
    await slot.take(good);
    await slot.step(start);
    await work(slot, 5);
    // The oracle calls the slot as it would call its endpoint.
    const client = {
      claim: (nonce: `0x${string}`) => slot.claim(nonce),
      open: (claim: { run: number; size: number }, indices: readonly number[]) =>
        slot.open(claim.run, claim.size, indices),
    } as never;
    const ask = (before?: { run: number; size: number }) =>
      asOracle({ slot: facts, domain, client, order: good, before });
    const first = await ask();
    expect(first.ok).to.equal(true);
    expect(await ask({ run: 1, size: 1e9 })).to.include({ ok: false });
    const other: SlotFacts = { ...facts, nominee: stranger.address };
    expect(await asOracle({ slot: other, domain, client, order: undefined, before: undefined })).to.include({
      ok: false,
    });
    process.kill(Number(slot.pid), "SIGKILL");
    while (slot.pid !== undefined) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await slot.claim(NONCE).catch((error: unknown) => error)).to.be.instanceOf(RefusalError);
  });

  it("has no exporter for accelerators but one that says of itself that it is made up", () => {
    expect(exporterFor(hourOf(gpuExample), facts, false)).to.equal(undefined);
    const synthetic = exporterFor(hourOf(gpuExample), facts, true);
    const figures = { running: true, cpuSeconds: 1, chunks: 2, starts: 1 };
    const pages = [0, 1, 2].map((minute) => synthetic?.(figures, start + minute * MINUTE) ?? "");
    for (const page of pages)
      expect(page)
        .to.match(/^# SYNTHETIC/)
        .and.to.contain('synthetic="true"');
    const samples: SignedSample[] = pages.map((body, i) => ({ at: start + i * MINUTE, body, signature: "0x" }));
    const { reading } = computeReading({
      assignment,
      lots: 4,
      terms: { ...hourOf(gpuExample).product.rules.terms, challengeQuorum: 1 },
      pages: samples,
      receipts: [],
      challenges: [],
      samplesRoot: ZERO_WORD,
    });
    expect(Buffer.from(reading.extension.slice(2), "hex").toString()).to.match(/^synthetic/);
    expect(Number(reading.energyWh)).to.be.greaterThan(0);
  });
});

describe("provide: what the operating system says", () => {
  it("is read from /proc whatever a process calls itself", () => {
    const stat = (state: string) => `7 (a) (b) ${state} 1 2 3 4 5 6 7 8 9 10 150 50 0 0`;
    expect(parseStat(stat("S"))).to.deep.equal({ isActive: true, cpuSeconds: 2 });
    expect(parseStat(stat("T"))?.isActive).to.equal(false);
    expect(parseStat(stat("Z"))?.isActive).to.equal(false);
    expect(parseStat("nonsense")).to.equal(undefined);
  });
});
