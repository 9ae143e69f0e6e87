/** The nominee's side of an hour. */
import { type Address, bytesToHex, type Hex } from "viem";
import { JobError, WorkProofError } from "../jobs/errors.ts";
import type { Job } from "../jobs/jobs.ts";
import { MeterSignatureError } from "../meter/errors.ts";
import type { Assignment, Receipt } from "../meter/evidence.ts";
import { type MeterDomain, signReceipt, type TypedDataSigner } from "../meter/typedData.ts";
import { assignmentPath, EndpointClient } from "./endpointClient.ts";
import { AccessError, EndpointRefusedError, OrderRefusedError } from "./errors.ts";
import { callEndpoint } from "./http.ts";
import { type JobOrder, signOrder, verifyOrder } from "./order.ts";
import { verifyClaim, verifyOpenings, type WorkClaim } from "./proof.ts";

export type HolderOptions = {
  readonly assignment: Assignment;
  /** What to order. Where the provider has an earlier order by the same key, that one stands. */
  readonly job: Job;
  /** The provider's endpoint. */
  readonly endpoint: string;
  /** Endpoints of oracles: those that got the order ask the provider for this very job. */
  readonly oracles: readonly string[];
  /** The private key of the nomination's access key. */
  readonly signer: TypedDataSigner & { readonly address: Address };
  readonly domain: MeterDomain;
  /** Chain time, in ms. */
  readonly now: () => number;
  /** For each call of an endpoint, in ms of the caller's own time. 10,000 by default. */
  readonly timeoutMs?: number | undefined;
};

/** What a check has seen of the job. */
export type WorkSeen = {
  /** When, in ms of chain time. */
  readonly at: number;
  /** Counts the starts of the job in this hour. */
  readonly run: number;
  /** Chunks that it says it has computed. */
  readonly size: number;
  /** Root of their log: the hash of what the job has put out so far. */
  readonly root: Hex;
  /** Chunks under that root that were worked out again, and were the same. */
  readonly opened: readonly number[];
};

/** Chunks to work out again at each check. */
const OPENINGS = 2;

/** What could not be handed over yet, by where it has to go. */
type Pending = { readonly path: string; readonly body: string };

/**
 * The nominee's side of an hour: gives its order to the provider and to the oracles, checks again and again that the
 * job goes on, and signs receipts for the time in which it did. `submit` once, then `check` every few seconds of the
 * hour: it has no timer of its own.
 *
 * What it signs for is never more than it has seen: a receipt reaches from one check to the next, where both were good,
 * the job was not started anew between them, and its log has grown.
 */
export class Holder {
  readonly #options: HolderOptions;
  readonly #client: EndpointClient;
  readonly #pending = new Map<string, Pending[]>();
  #order: JobOrder | undefined;
  #last: WorkSeen | undefined;

  constructor(options: HolderOptions) {
    this.#options = options;
    const { assignment, domain, endpoint: url, now, signer, timeoutMs } = options;
    this.#client = new EndpointClient({ url, domain, signer, now, timeoutMs }, assignment);
    for (const oracle of options.oracles) this.#pending.set(oracle, []);
  }

  /** What the last check has seen; undefined before the first one, and after one that failed. */
  get seen(): WorkSeen | undefined {
    return this.#last;
  }

  /** The job that the provider works on, as far as is known: another one where an earlier order stands. */
  get job(): Job {
    return this.#order?.job ?? this.#options.job;
  }

  /**
   * Signs the order and hands it over. A provider that cannot be reached gets it with the next check, as with every one.
   *
   * @throws {OrderRefusedError} when the provider refuses it for good.
   */
  async submit(): Promise<JobOrder> {
    const { assignment, domain, job, signer } = this.#options;
    this.#order ??= await signOrder(signer, domain, { assignment, job });
    const order = this.#order;
    this.#queue("/orders", order);
    const [given] = await Promise.allSettled([this.#give(order), this.#deliver()]);
    if (given.status === "rejected") throw given.reason;
    return order;
  }

  /**
   * Checks once.
   *
   * @returns The receipt for the time since the check before, or undefined where there is nothing to sign for.
   * @throws {AccessError} when the provider does not do its part. The next check begins anew.
   * @throws {OrderRefusedError} when it refuses the order for good: no other check will be better.
   */
  async check(): Promise<Receipt | undefined> {
    const order = this.#order ?? (await this.submit());
    const { now } = this.#options;
    const last = this.#last;
    this.#last = undefined;
    const at = now();
    const { opened, root, run, size } = await this.#prove(order);
    // What was seen of another order's job says nothing of this one.
    const before = this.#order === order ? last : undefined;
    this.#last = { at, run, size, root, opened };
    if (before === undefined || before.run !== run) return undefined;
    if (size <= before.size) throw new WorkProofError(`The job stands still at ${size} chunks.`);
    return before.at < at ? await this.#sign(before.at, at, root) : undefined;
  }

  async #prove(order: JobOrder): Promise<WorkClaim & Pick<WorkSeen, "opened">> {
    const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
    const claim = await this.#claim(nonce, order);
    if (claim.order?.signature !== order.signature) this.#order = await this.#earlier(claim);
    verifyClaim(this.job, nonce, claim);
    const indices = pick(claim.size, OPENINGS);
    if (indices.length > 0) {
      verifyOpenings(this.job, claim, indices, await this.#client.open(claim, indices));
    }
    return { ...claim, opened: indices };
  }

  async #claim(nonce: Hex, order: JobOrder): Promise<WorkClaim> {
    try {
      return await this.#client.claim(nonce, order);
    } catch (error) {
      // The order came with it, perhaps for the first time: alone it tells whether it was the one refused.
      if (isFinal(error)) await this.#give(order);
      throw error;
    }
  }

  async #give(order: JobOrder): Promise<void> {
    try {
      await this.#client.order(order);
    } catch (error) {
      if (isFinal(error)) throw new OrderRefusedError(error);
      ignoreRefusal(error);
    }
  }

  /** The order that the provider took instead: the first one stands, and the same key may have signed it elsewhere. */
  async #earlier({ order }: WorkClaim): Promise<JobOrder> {
    const { assignment, domain, signer } = this.#options;
    if (order === null) throw new WorkProofError("The provider has not begun with the job.");
    const earlier = { ...order, assignment };
    try {
      await verifyOrder(domain, signer.address, earlier);
    } catch (cause) {
      if (!(cause instanceof MeterSignatureError || cause instanceof JobError)) throw cause;
      throw new WorkProofError("The provider works on something else.", { cause });
    }
    return earlier;
  }

  async #sign(from: number, to: number, outputHash: Hex): Promise<Receipt> {
    const { assignment, domain, signer } = this.#options;
    const receipt = await signReceipt(signer, domain, { assignment, from, to, outputHash });
    this.#queue("/receipts", receipt);
    await Promise.all([this.#client.receipt(receipt).catch(ignoreRefusal), this.#deliver()]);
    return receipt;
  }

  #queue(path: string, value: JobOrder | Receipt): void {
    const target = `${assignmentPath(this.#options.assignment)}${path}`;
    for (const queue of this.#pending.values()) queue.push({ path: target, body: JSON.stringify(value) });
  }

  /** Hands over what waits; what an oracle does not take now it gets next time, unless it refuses it for good. */
  async #deliver(): Promise<void> {
    const { timeoutMs } = this.#options;
    const deliveries = [...this.#pending].map(async ([oracle, queue]) => {
      for (let next = queue[0]; next !== undefined; next = queue[0]) {
        await callEndpoint(`${oracle}${next.path}`, { body: next.body, timeoutMs }).catch(ignoreFinal);
        // Another delivery may have handed it over meanwhile.
        if (queue[0] === next) queue.shift();
      }
    });
    await Promise.allSettled(deliveries);
  }
}

function ignoreRefusal(error: unknown): void {
  if (!(error instanceof AccessError)) throw error;
}

function ignoreFinal(error: unknown): void {
  if (!isFinal(error)) throw error;
}

function isFinal(error: unknown): error is EndpointRefusedError {
  return error instanceof EndpointRefusedError && error.isFinal;
}

/** Different random indices below a size, at most `count`. */
export function pick(size: number, count: number): number[] {
  const indices = new Set<number>();
  const random = new Uint32Array(count);
  crypto.getRandomValues(random);
  if (size > 0) for (const number of random) indices.add(number % size);
  return [...indices].sort((a, b) => a - b);
}
