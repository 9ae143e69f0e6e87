/**
 * One assignment's hour at its provider: the process of its job, its samples, its receipts.
 *
 * The process is there one slot of challenges before the hour, so that oracles find it ready; it works as soon as there
 * is an order, from shortly before the hour to shortly after it, so that samples cover all of it. A process that ends is
 * started again after a while: what it had computed is gone, and so is the time.
 */
import { type JobOrder, standbyJob, verifyOrder, type WorkClaim, type WorkOpening } from "@clearhour/sdk/access";
import {
  type Assignment,
  type MeterDomain,
  type Receipt,
  type SignedSample,
  signSample,
  type TypedDataSigner,
  verifyReceipt,
} from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { RefusalError } from "../delivery/errors.ts";
import { assertFits, type HourFacts, MOST, type SlotFacts } from "../delivery/facts.ts";
import type { JsonLines } from "../delivery/files.ts";
import { packed } from "../delivery/packed.ts";
import { JobProcess } from "./job/jobProcess.ts";
import type { JobFigures } from "./page.ts";

/** How a provider runs its slots. Times are in ms of chain time. */
export type SlotSettings = {
  readonly sampleEvery: number;
  /** Wait before a process that ended is started again; doubled each time. */
  readonly restartAfter: number;
  /** How much of each core a job may use. */
  readonly sharePercent: number;
};

/** What a slot keeps on disk. */
export type SlotFiles = {
  readonly samples: JsonLines<SignedSample>;
  readonly receipts: JsonLines<Omit<Receipt, "assignment">>;
  readonly orders: JsonLines<JobOrder>;
  readonly starts: JsonLines<number>;
};

/** Serves the exporter's page of a slot: the real endpoint, over HTTP. */
export type Scrape = (assignment: Assignment) => Promise<string>;

/** What the nominee may have asked and waits for. */
const MOST_WAITING = 4;

export class Slot {
  readonly facts: SlotFacts;
  readonly #hour: HourFacts;
  readonly #domain: MeterDomain;
  readonly #meter: TypedDataSigner;
  readonly #files: SlotFiles;
  readonly #settings: SlotSettings;
  readonly #samples: SignedSample[];
  readonly #receipts: Omit<Receipt, "assignment">[];
  #order: JobOrder | undefined;
  #process: JobProcess | undefined;
  /** Starts in this hour, of earlier processes of the agent too. */
  #starts: number;
  /** Of processes that ended. */
  #before = { cpuSeconds: 0, chunks: 0 };
  #restartAt: number | undefined;
  #waitNext: number;
  #sampling = false;
  /** The last of what the nominee has asked. */
  #asked: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(
    hour: HourFacts,
    facts: SlotFacts,
    tools: { domain: MeterDomain; meter: TypedDataSigner; files: SlotFiles; settings: SlotSettings },
  ) {
    this.facts = facts;
    this.#hour = hour;
    this.#domain = tools.domain;
    this.#meter = tools.meter;
    this.#files = tools.files;
    this.#settings = tools.settings;
    this.#waitNext = tools.settings.restartAfter;
    this.#samples = tools.files.samples.read().map(packed);
    this.#receipts = tools.files.receipts.read();
    this.#order = tools.files.orders.read()[0];
    this.#starts = tools.files.starts.read().length;
  }

  get samples(): readonly SignedSample[] {
    return this.#samples;
  }

  get receipts(): readonly Omit<Receipt, "assignment">[] {
    return this.#receipts;
  }

  get order(): JobOrder | undefined {
    return this.#order;
  }

  /** The process of the job, for whoever watches or ends it. */
  get pid(): number | undefined {
    return this.#process?.isAlive ? this.#process.pid : undefined;
  }

  /** When the slot begins and ends to be at work, in ms. */
  get span(): { readonly ready: number; readonly from: number; readonly to: number } {
    const { end, product, start } = this.#hour;
    const margin = Math.min(2 * this.#settings.sampleEvery, product.rules.terms.maxGapMs);
    return { ready: start - product.rules.slotMs, from: start - margin, to: end + margin };
  }

  /** Starts and ends the process as the time asks for. */
  async step(now: number): Promise<void> {
    const { from, ready, to } = this.span;
    if (now < ready) return;
    if (now > to) return await this.stop();
    if (this.#process && !this.#process.isAlive) this.#bury(now);
    if (this.#process === undefined && now >= (this.#restartAt ?? ready)) this.#process = new JobProcess();
    if (this.#order && this.#process?.isAlive && !this.#process.isStarted && now >= from) {
      this.#starts += 1;
      this.#files.starts.add(now);
      this.#process.start(this.#order.job, this.#settings.sharePercent);
    }
  }

  /** Takes a sample of the exporter's page, if one is due. */
  async sample(now: number, scrape: Scrape): Promise<boolean> {
    const { from, to } = this.span;
    const last = this.#samples.at(-1)?.at ?? 0;
    // On a grid, so that a late sample does not make all after it later.
    const due = Math.floor(now / this.#settings.sampleEvery) > Math.floor(last / this.#settings.sampleEvery);
    if (this.#sampling || now < from || now > to || now <= last || !due) return false;
    this.#sampling = true;
    try {
      const page = { at: now, body: await scrape(this.facts.assignment) };
      const sample = await signSample(this.#meter, this.#domain, this.facts.assignment, page);
      this.#files.samples.add(sample);
      this.#samples.push(packed(sample));
      return true;
    } finally {
      this.#sampling = false;
    }
  }

  /** What the exporter shows. */
  figures(): JobFigures {
    const { chunks = 0, cpuSeconds = 0, running = false } = this.#process?.state() ?? {};
    return {
      running,
      cpuSeconds: this.#before.cpuSeconds + cpuSeconds,
      chunks: this.#before.chunks + chunks,
      starts: this.#starts,
    };
  }

  /**
   * Takes the nominee's order; the first one of the hour stands.
   *
   * @throws {JobError} when it is not a job of the list, or wants more cores than were bought.
   * @throws {MeterSignatureError} when it is not signed with the access key.
   */
  async take(order: JobOrder): Promise<void> {
    if (this.#order) return;
    assertFits(order.job, this.facts, this.#hour);
    await verifyOrder(this.#domain, this.facts.nominee, { ...order, assignment: this.facts.assignment });
    // Another request may have brought it meanwhile.
    if (this.#order) return;
    this.#files.orders.add(order);
    this.#order = order;
  }

  /**
   * Does what the nominee asks for, after what it asked before: each takes the job's process some time, which is lost to
   * the oracles' challenges.
   *
   * @throws {RefusalError} when it has asked for too much.
   */
  async inTurn<T>(ask: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MOST_WAITING) throw new RefusalError(429, "Wait for what you have asked.");
    this.#waiting++;
    const answer = this.#asked.then(ask).finally(() => {
      this.#waiting--;
    });
    this.#asked = answer.catch(() => undefined);
    return await answer;
  }

  /**
   * Answers a challenge: by the job's process, and not at all while it is not there.
   *
   * @throws {RefusalError} when there is no process.
   * @throws {JobGoneError} when it does not answer.
   */
  async claim(nonce: Hex): Promise<WorkClaim> {
    const process = this.#liveProcess();
    // Between an order and its start the process would answer for no job at all.
    const started = this.#order !== undefined && process.isStarted;
    const progress = await process.claim(nonce, standbyJob(this.facts.assignment));
    return { nonce, order: started ? (this.#order ?? null) : null, run: this.#starts, ...progress };
  }

  /** Opens chunks of the log. @throws as `claim`. */
  async open(run: number, size: number, indices: readonly number[]): Promise<readonly WorkOpening[]> {
    if (run !== this.#starts) throw new RefusalError(410, `The job was started anew since run ${run}.`);
    return await this.#liveProcess().open(size, indices);
  }

  /** Keeps a receipt. @throws {MeterSignatureError} when it is not signed with the access key. */
  async addReceipt(receipt: Omit<Receipt, "assignment">): Promise<void> {
    if (!this.#lacks(receipt)) return;
    await verifyReceipt(this.#domain, this.facts.nominee, { ...receipt, assignment: this.facts.assignment });
    // Others may have come meanwhile.
    if (!this.#lacks(receipt)) return;
    this.#files.receipts.add(receipt);
    this.#receipts.push(receipt);
  }

  #lacks(receipt: Omit<Receipt, "assignment">): boolean {
    if (this.#receipts.some(({ signature }) => signature === receipt.signature)) return false;
    if (this.#receipts.length >= MOST.receipts) throw new RefusalError(429, "There are enough receipts.");
    return true;
  }

  /** Ends the process. */
  async stop(): Promise<void> {
    const process = this.#process;
    if (!process?.isAlive) return;
    process.state();
    await process.stop();
  }

  #liveProcess(): JobProcess {
    if (this.#process?.isAlive) return this.#process;
    throw new RefusalError(503, "The job is not running.");
  }

  #bury(now: number): void {
    const { chunks, cpuSeconds } = this.figures();
    this.#before = { chunks, cpuSeconds };
    this.#process = undefined;
    this.#restartAt = now + this.#waitNext;
    this.#waitNext *= 2;
  }
}
