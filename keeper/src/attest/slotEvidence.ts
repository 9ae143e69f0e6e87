/** What one oracle has gathered about one assignment. It is kept on disk: none of it can be read from the chain. */
import type { EndpointClient, JobOrder } from "@clearhour/sdk/access";
import {
  type MeterDomain,
  MeterError,
  type SignedChallenge,
  type SignedSample,
  signChallenge,
  type TypedDataSigner,
  verifySample,
} from "@clearhour/sdk/meter";
import type { Address, Hex } from "viem";
import type { HourFacts, SlotFacts } from "../delivery/facts.ts";
import type { JsonLines } from "../delivery/files.ts";
import { type Limits, limitsOf } from "../delivery/limits.ts";
import { acceptOrder } from "../delivery/orders.ts";
import { packed } from "../delivery/packed.ts";
import { Receipts, type SlotReceipt } from "../delivery/receipts.ts";
import type { Progress } from "./challenge.ts";
import { sampleId } from "./readings.ts";
import type { OwnChallenge, Testimony } from "./statement.ts";

type EvidenceFiles = {
  readonly challenges: JsonLines<OwnChallenge>;
  readonly receipts: JsonLines<SlotReceipt>;
  readonly orders: JsonLines<JobOrder>;
  /** Samples, and whether the oracle fetched them itself. */
  readonly samples: JsonLines<{ readonly sample: SignedSample; readonly own: boolean }>;
};

export type EvidenceTools = {
  readonly domain: MeterDomain;
  readonly signer: TypedDataSigner & { readonly address: Address };
  readonly files: EvidenceFiles;
};

export class SlotEvidence {
  readonly facts: SlotFacts;
  readonly #hour: HourFacts;
  readonly #tools: EvidenceTools;
  readonly #challenges: OwnChallenge[];
  readonly #receipts: Receipts;
  readonly #limits: Limits;
  readonly #samples = new Map<Hex, SignedSample>();
  readonly #own = new Set<Hex>();
  /** Of its own samples. */
  #bytes = 0;
  /** Time of the latest sample fetched from the endpoint. */
  #latest = 0;
  #order: JobOrder | undefined;
  /** Whether the endpoint gave what it had after the hour. */
  isComplete = false;
  progress: Progress | undefined;

  constructor(hour: HourFacts, facts: SlotFacts, tools: EvidenceTools) {
    this.#hour = hour;
    this.facts = facts;
    this.#tools = tools;
    this.#limits = limitsOf(hour.slots.length);
    const { domain, files } = tools;
    this.#challenges = files.challenges.read();
    this.#receipts = new Receipts({ domain, slot: facts, file: files.receipts, most: this.#limits.receipts });
    this.#order = files.orders.read()[0];
    for (const { own, sample } of files.samples.read()) this.#remember(sample, own);
  }

  get challenges(): readonly OwnChallenge[] {
    return this.#challenges;
  }

  /** Its challenges as anyone may check them. The provider knows of each of them already. */
  get signedChallenges(): readonly SignedChallenge[] {
    const oracle = this.#tools.signer.address;
    return this.#challenges.map((challenge) => ({ ...challenge, oracle }));
  }

  get order(): JobOrder | undefined {
    return this.#order;
  }

  get samples(): readonly SignedSample[] {
    return [...this.#samples.values()];
  }

  sampleOf(id: Hex): SignedSample | undefined {
    return this.#samples.get(id);
  }

  /** Signs and keeps how a challenge went; not where it fell out of the hour. */
  async record(at: number, ok: boolean): Promise<void> {
    const { end, product, start } = this.#hour;
    const { slotMs, validForSeconds } = product.rules;
    if (at <= start - slotMs || at > end) return;
    const { domain, files, signer } = this.#tools;
    const signed = await signChallenge(signer, domain, this.facts.assignment, { at, ok, validForSeconds });
    const challenge = { at, ok, validForSeconds, signature: signed.signature };
    files.challenges.add(challenge);
    this.#challenges.push(challenge);
  }

  /** Keeps a receipt, unless there are too many. @throws {MeterSignatureError} when the nominee has not signed it. */
  async addReceipt(receipt: SlotReceipt): Promise<void> {
    await this.#receipts.add(receipt);
  }

  /** Whether it is one of those that are kept, that is, signed by the nominee. */
  hasReceipt(receipt: SlotReceipt): boolean {
    return this.#receipts.has(receipt);
  }

  /** Keeps the nominee's order; the first one stands. @throws As `acceptOrder`. */
  async addOrder(order: JobOrder): Promise<void> {
    if (this.#order) return;
    const { domain, files } = this.#tools;
    const accepted = await acceptOrder(order, this.facts, this.#hour, domain);
    if (this.#order) return;
    files.orders.add(accepted);
    this.#order = accepted;
  }

  /**
   * Fetches new samples and receipts from the endpoint.
   *
   * @throws {EndpointRefusedError} when it does not serve them.
   */
  async fetch(client: EndpointClient): Promise<void> {
    for (const sample of await client.samples(this.#latest)) await this.#addOwn(sample);
    for (const receipt of await client.receipts()) await ignoreInvalid(this.addReceipt(receipt));
  }

  /**
   * Keeps a sample that a peer fetched and that counts, if the meter key signed it. However many there are: those that
   * count are bounded by what the oracles keep of their own.
   */
  async addPeers(sample: SignedSample): Promise<void> {
    const id = sampleId(sample);
    if (this.#samples.has(id) || !(await this.#isOfHour(sample))) return;
    // Another peer may have given it meanwhile.
    if (!this.#samples.has(id)) this.#keep(sample, false, id);
  }

  /** Keeps a sample that it fetched itself, if it is one of the hour that the meter key signed; others are left out. */
  async #addOwn(sample: SignedSample): Promise<void> {
    const id = sampleId(sample);
    if (this.#own.has(id) || !this.#hasRoomFor(sample)) return;
    if (!this.#samples.has(id) && !(await this.#isOfHour(sample))) return;
    if (!this.#own.has(id) && this.#hasRoomFor(sample)) this.#keep(sample, true, id);
  }

  #hasRoomFor(sample: SignedSample): boolean {
    const { bytes, samples } = this.#limits;
    const size = bytesOf(sample);
    // A peer is asked for some at once.
    return this.#own.size < samples && size <= bytes / 4 && this.#bytes + size <= bytes;
  }

  async #isOfHour(sample: SignedSample): Promise<boolean> {
    const { end, product, start } = this.#hour;
    const { maxGapMs } = product.rules.terms;
    if (sample.at < start - maxGapMs || sample.at > end + maxGapMs) return false;
    const { assignment, meterKey } = this.facts;
    return await isValid(verifySample(this.#tools.domain, assignment, meterKey, sample));
  }

  #keep(sample: SignedSample, own: boolean, id: Hex): void {
    this.#tools.files.samples.add({ sample, own });
    this.#remember(sample, own, id);
  }

  /** What the oracle testifies. Samples of an endpoint that did not give them after the hour do not count. */
  testimony(): Testimony {
    const { commitment, nomination } = this.facts.assignment;
    // A reorg can have changed how much there may be, and a statement with more is none.
    const { challenges, receipts, samples } = this.#limits;
    return {
      commitment,
      nomination,
      samples: this.isComplete ? [...this.#own].slice(0, samples).sort() : [],
      receipts: this.#receipts.all().slice(0, receipts),
      challenges: this.#challenges.slice(0, challenges),
    };
  }

  #remember(sample: SignedSample, own: boolean, id = sampleId(sample)): void {
    if (!this.#samples.has(id)) this.#samples.set(id, packed(sample));
    if (!own || this.#own.has(id)) return;
    this.#own.add(id);
    this.#bytes += bytesOf(sample);
    this.#latest = Math.max(this.#latest, sample.at);
  }
}

function bytesOf(sample: SignedSample): number {
  return Buffer.byteLength(JSON.stringify(sample));
}

async function isValid(check: Promise<unknown>): Promise<boolean> {
  try {
    await check;
    return true;
  } catch (error) {
    if (error instanceof MeterError) return false;
    throw error;
  }
}

async function ignoreInvalid(check: Promise<unknown>): Promise<void> {
  await isValid(check);
}
