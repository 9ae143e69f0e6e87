/** A provider's endpoint, as its nominees and the oracles call it. */
import { type Hex, isHex } from "viem";
import { BundleError } from "../meter/errors.ts";
import type { Assignment, Receipt } from "../meter/evidence.ts";
import type { MeterDomain, SignedSample, TypedDataSigner } from "../meter/typedData.ts";
import { callEndpoint } from "./http.ts";
import { type JobOrder, signRequest } from "./order.ts";
import { parseClaim, parseOpenings, type WorkClaim, type WorkOpening } from "./proof.ts";

/** Headers of a signed request. */
export const REQUEST_AT = "clearhour-at";
export const REQUEST_SIGNATURE = "clearhour-signature";

export type EndpointClientOptions = {
  /** Without a slash at its end. */
  readonly url: string;
  readonly domain: MeterDomain;
  /** Who asks: the nominee's key or an oracle's. Reading samples needs none. */
  readonly signer?: TypedDataSigner | undefined;
  /** Chain time, in ms. */
  readonly now: () => number;
  /** For each call, in ms of the caller's own time. 10,000 by default. */
  readonly timeoutMs?: number | undefined;
};

/** Where an assignment is served, below the endpoint. */
export function assignmentPath({ commitment, hour, nomination, product }: Assignment): string {
  return `/v1/assignments/${product}/${hour}/${commitment}/${nomination}`;
}

/** Calls for one assignment. Every call throws an EndpointRefusedError where the endpoint does not do its part. */
export class EndpointClient {
  readonly #options: EndpointClientOptions;
  readonly #path: string;
  readonly #base: string;

  constructor(options: EndpointClientOptions, assignment: Assignment) {
    this.#options = options;
    this.#path = assignmentPath(assignment);
    this.#base = `${options.url}${this.#path}`;
  }

  /** The signed samples taken after an instant, in ms; all of them by default. Signatures are not checked here. */
  async samples(after = 0): Promise<SignedSample[]> {
    const { timeoutMs } = this.#options;
    const { samples } = (await callEndpoint(`${this.#base}/samples?after=${after}`, { timeoutMs })) as {
      samples: unknown;
    };
    return parseSamples(samples);
  }

  /** The receipts that the provider was given. Signatures are not checked here. */
  async receipts(): Promise<Omit<Receipt, "assignment">[]> {
    const { timeoutMs } = this.#options;
    const { receipts } = (await callEndpoint(`${this.#base}/receipts`, { timeoutMs })) as { receipts: unknown };
    return parseReceipts(receipts);
  }

  /** The bundle from which the reading follows, once the provider has it from the oracles. Any JSON. */
  async bundle(): Promise<unknown> {
    return await callEndpoint(`${this.#base}/bundle`, { timeoutMs: this.#options.timeoutMs });
  }

  /** Gives the nominee's signed order to the provider. Again is harmless. */
  async order(order: JobOrder): Promise<void> {
    await this.#post("/order", order);
  }

  /** Gives a signed receipt to the provider. */
  async receipt({ assignment: _, ...receipt }: Receipt): Promise<void> {
    await this.#post("/receipts", receipt);
  }

  /**
   * Asks for fresh work. Only the nominee and the oracles may.
   *
   * @param order The nominee's order, so that the provider cannot say that it never got one.
   */
  async claim(nonce: Hex, order?: JobOrder): Promise<WorkClaim> {
    return parseClaim(await this.#post("/claim", { nonce, order: order ?? null }));
  }

  /** Asks for chunks of a claim's log. */
  async open({ run, size }: Pick<WorkClaim, "run" | "size">, indices: readonly number[]): Promise<WorkOpening[]> {
    return parseOpenings(await this.#post("/open", { run, size, indices }));
  }

  async #post(path: string, value: unknown): Promise<unknown> {
    const { domain, now, signer, timeoutMs } = this.#options;
    const url = `${this.#base}${path}`;
    const body = JSON.stringify(value);
    if (!signer) return await callEndpoint(url, { body, timeoutMs });
    const at = now();
    const request = { method: "POST", target: `${this.#path}${path}`, body, at };
    const { signature } = await signRequest(signer, domain, request);
    return await callEndpoint(url, {
      body,
      timeoutMs,
      headers: { [REQUEST_AT]: String(at), [REQUEST_SIGNATURE]: signature },
    });
  }
}

/**
 * Checks the shape of what a provider served as its samples. Signatures are not checked here: see `verifySample`.
 *
 * @returns The samples, without anything else that stood in them.
 * @throws {BundleError} when it is not a list of signed samples.
 */
export function parseSamples(value: unknown): SignedSample[] {
  const isSample = (s: SignedSample) =>
    typeof s === "object" && s !== null && isTime(s.at) && typeof s.body === "string" && isSignature(s.signature);
  if (!Array.isArray(value) || !value.every(isSample)) throw new BundleError(["/samples is no list of signed samples"]);
  return value.map(({ at, body, signature }: SignedSample) => ({ at, body, signature }));
}

/**
 * Checks the shape of what a provider served as its receipts. Signatures are not checked here: see `verifyReceipt`.
 *
 * @returns The receipts, without anything else that stood in them.
 * @throws {BundleError} when it is not a list of receipts.
 */
export function parseReceipts(value: unknown): Omit<Receipt, "assignment">[] {
  if (!Array.isArray(value) || !value.every(isReceipt)) throw new BundleError(["/receipts is no list of receipts"]);
  return value.map(({ from, outputHash, signature, to }) => ({ from, to, outputHash, signature }));
}

/** Whether a value has the shape of a receipt without its assignment. */
export function isReceipt(value: unknown): value is Omit<Receipt, "assignment"> {
  const r = value as Receipt;
  if (typeof r !== "object" || r === null || !isTime(r.from) || !isTime(r.to) || r.from >= r.to) return false;
  return isHex(r.outputHash) && r.outputHash.length === 66 && isSignature(r.signature);
}

function isTime(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isSignature(value: unknown): boolean {
  return isHex(value) && value.length === 132;
}
