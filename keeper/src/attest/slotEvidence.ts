/** What one oracle has gathered about one assignment. It is kept on disk: none of it can be read from the chain. */
import { type EndpointClient, type JobOrder, verifyOrder } from "@clearhour/sdk/access";
import {
  type MeterDomain,
  MeterError,
  type Receipt,
  type SignedChallenge,
  type SignedSample,
  signChallenge,
  type TypedDataSigner,
  verifyReceipt,
  verifySample,
} from "@clearhour/sdk/meter";
import type { Address, Hex } from "viem";
import { assertFits, type HourFacts, MOST, type SlotFacts } from "../delivery/facts.ts";
import type { JsonLines } from "../delivery/files.ts";
import { packed } from "../delivery/packed.ts";
import type { Progress } from "./challenge.ts";
import { sampleId } from "./readings.ts";
import type { OwnChallenge, Testimony } from "./statement.ts";

type EvidenceFiles = {
  readonly challenges: JsonLines<OwnChallenge>;
  readonly receipts: JsonLines<Omit<Receipt, "assignment">>;
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
  readonly #receipts: Map<string, Omit<Receipt, "assignment">>;
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
    const { files } = tools;
    this.#challenges = files.challenges.read();
    this.#receipts = new Map(files.receipts.read().map((receipt) => [receipt.signature, receipt]));
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

  /** Keeps a receipt. @throws {MeterSignatureError} when the nominee has not signed it. */
  async addReceipt({ from, outputHash, signature, to }: Omit<Receipt, "assignment">): Promise<void> {
    const receipt = { from, to, outputHash, signature };
    const isWanted = () => !this.#receipts.has(signature) && this.#receipts.size < MOST.receipts;
    if (!isWanted()) return;
    const { domain, files } = this.#tools;
    await verifyReceipt(domain, this.facts.nominee, { ...receipt, assignment: this.facts.assignment });
    // Others may have come meanwhile, and a statement with too many is void.
    if (!isWanted()) return;
    files.receipts.add(receipt);
    this.#receipts.set(signature, receipt);
  }

  /** Whether it is one of those that are kept, that is, signed by the nominee. */
  hasReceipt({ from, outputHash, signature, to }: Omit<Receipt, "assignment">): boolean {
    const known = this.#receipts.get(signature);
    return known !== undefined && known.from === from && known.to === to && known.outputHash === outputHash;
  }

  /**
   * Keeps the nominee's order; the first one stands.
   *
   * @throws {JobError} when it is not a job that the provider has to run.
   * @throws {MeterSignatureError} when the nominee has not signed it.
   */
  async addOrder(order: JobOrder): Promise<void> {
    if (this.#order) return;
    const { domain, files } = this.#tools;
    assertFits(order.job, this.facts, this.#hour);
    await verifyOrder(domain, this.facts.nominee, { ...order, assignment: this.facts.assignment });
    if (this.#order) return;
    files.orders.add(order);
    this.#order = order;
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
    this.#keep(sample, false, id);
  }

  /** Keeps a sample that it fetched itself, if it is one of the hour that the meter key signed; others are left out. */
  async #addOwn(sample: SignedSample): Promise<void> {
    const id = sampleId(sample);
    if (this.#own.has(id) || !this.#hasRoomFor(sample)) return;
    if (!this.#samples.has(id) && !(await this.#isOfHour(sample))) return;
    if (!this.#own.has(id) && this.#hasRoomFor(sample)) this.#keep(sample, true, id);
  }

  #hasRoomFor(sample: SignedSample): boolean {
    return this.#own.size < MOST.samples && this.#bytes + bytesOf(sample) <= MOST.bytes;
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
    return {
      commitment,
      nomination,
      samples: this.isComplete ? [...this.#own].sort() : [],
      receipts: [...this.#receipts.values()],
      challenges: this.#challenges,
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
