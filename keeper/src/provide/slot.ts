/**
 * One assignment's hour at its provider: the process of its job, its samples, its receipts.
 *
 * The process is there one slot of challenges before the hour, so that oracles find it ready; it works as soon as there
 * is an order, from shortly before the hour to shortly after it, so that samples cover all of it. A process that ends is
 * started again after a while: what it had computed is gone, and so is the time.
 */
import { type JobOrder, standbyJob, type WorkClaim, type WorkOpening } from "@clearhour/sdk/access";
import {
  type Assignment,
  type MeterDomain,
  type SignedSample,
  signSample,
  type TypedDataSigner,
} from "@clearhour/sdk/meter";
import type { Hex } from "viem";
import { RefusalError } from "../delivery/errors.ts";
import type { HourFacts, SlotFacts } from "../delivery/facts.ts";
import type { JsonLines } from "../delivery/files.ts";
import { type Limits, limitsOf } from "../delivery/limits.ts";
import { acceptOrder } from "../delivery/orders.ts";
import { packed } from "../delivery/packed.ts";
import { Receipts, type SlotReceipt } from "../delivery/receipts.ts";
import { JobProcess } from "./job/jobProcess.ts";
import type { JobFigures } from "./page.ts";
import { Turns } from "./turns.ts";

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
  readonly receipts: JsonLines<SlotReceipt>;
  readonly orders: JsonLines<JobOrder>;
  readonly starts: JsonLines<number>;
};

/** Serves the exporter's page of a slot: the real endpoint, over HTTP. */
export type Scrape = (assignment: Assignment) => Promise<string>;

/** Of what oracles keep of samples: pages grow a little while the hour goes on. */
const ROOM = 0.8;

export class Slot {
  /** Of those who ask the job's process. */
  readonly turns = new Turns();
  readonly facts: SlotFacts;
  readonly #hour: HourFacts;
  readonly #domain: MeterDomain;
  readonly #meter: TypedDataSigner;
  readonly #files: SlotFiles;
  readonly #settings: SlotSettings;
  readonly #samples: SignedSample[] = [];
  /** Bytes of the longest sample as JSON. */
  #largest = 1;
  readonly #receipts: Receipts;
  readonly #limits: Limits;
  #order: JobOrder | undefined;
  #process: JobProcess | undefined;
  /** Starts in this hour, of earlier processes of the agent too. */
  #starts: number;
  /** Of processes that ended. */
  #before = { cpuSeconds: 0, chunks: 0 };
  #restartAt: number | undefined;
  #waitNext: number;
  #sampling = false;

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
    this.#limits = limitsOf(hour.slots.length);
    const { domain, files } = tools;
    for (const sample of files.samples.read()) this.#remember(sample);
    this.#receipts = new Receipts({ domain, slot: facts, file: files.receipts, most: this.#limits.receipts });
    this.#order = tools.files.orders.read()[0];
    this.#starts = tools.files.starts.read().length;
  }

  get samples(): readonly SignedSample[] {
    return this.#samples;
  }

  get receipts(): readonly SlotReceipt[] {
    return this.#receipts.all();
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
    const every = this.#sampleEvery();
    const { end } = this.#hour;
    // The first one after the hour as well, wherever the grid is: else the end of it would not be covered.
    const due = Math.floor(now / every) > Math.floor(last / every) || (last < end && now >= end);
    if (this.#sampling || now < from || now > to || now <= last || !due) return false;
    this.#sampling = true;
    try {
      const page = { at: now, body: await scrape(this.facts.assignment) };
      const sample = await signSample(this.#meter, this.#domain, this.facts.assignment, page);
      this.#files.samples.add(sample);
      this.#remember(sample);
      return true;
    } finally {
      this.#sampling = false;
    }
  }

  /** So long, where pages are long, that all samples of the hour are no more than what oracles keep. */
  #sampleEvery(): number {
    const { from, to } = this.span;
    const { bytes, samples } = this.#limits;
    const room = Math.max(1, Math.floor(ROOM * Math.min(samples, bytes / this.#largest)));
    return Math.max(this.#settings.sampleEvery, Math.ceil((to - from) / room));
  }

  #remember(sample: SignedSample): void {
    this.#largest = Math.max(this.#largest, Buffer.byteLength(JSON.stringify(sample)));
    this.#samples.push(packed(sample));
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
    const accepted = await acceptOrder(order, this.facts, this.#hour, this.#domain);
    // Another request may have brought it meanwhile.
    if (this.#order) return;
    this.#files.orders.add(accepted);
    this.#order = accepted;
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

  /**
   * Keeps a receipt.
   *
   * @throws {RefusalError} when there are enough.
   * @throws {MeterSignatureError} when it is not signed with the access key.
   */
  async addReceipt(receipt: SlotReceipt): Promise<void> {
    if (!(await this.#receipts.add(receipt))) throw new RefusalError(429, "There are enough receipts.");
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
