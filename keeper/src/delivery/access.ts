/** Who sent a request: the key that signed it, for a short while and once. */
import { createHash } from "node:crypto";
import { REQUEST_AT, REQUEST_SIGNATURE, requestSigner } from "@clearhour/sdk/access";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { type Address, isAddressEqual, isHex } from "viem";
import { RefusalError } from "./errors.ts";
import type { Request } from "./server.ts";

/** How far the clocks of both sides may be apart, in ms of chain time. */
const TOLERANCE_MS = 600_000;
/** Requests of one key for one thing in that time: some hundred times what an oracle or a holder sends. */
const MOST_REQUESTS = 1_000;

export class Gatekeeper {
  readonly #domain: MeterDomain;
  readonly #clock: { now(): number };
  /** The times of requests that were let in and could be sent again, by what tells them apart; by key and subject. */
  readonly #used = new Map<string, Map<string, number>>();

  /** @param clock Tells chain time, in ms. */
  constructor(domain: MeterDomain, clock: { now(): number }) {
    this.#domain = domain;
    this.#clock = clock;
  }

  /**
   * Lets a request in, or not. Nothing is remembered of those that it does not let in, and what one key sends for one
   * subject takes no room from others.
   *
   * @param subject What the request is about.
   * @param admitted Who may ask.
   * @returns Who asks.
   * @throws {RefusalError} when it is unsigned, too old, from the future, by somebody else, or was sent before.
   */
  async admit(request: Request, subject: string, admitted: readonly Address[]): Promise<Address> {
    const { body, headers, method, target } = request;
    const at = Number(headers[REQUEST_AT]);
    const signature = headers[REQUEST_SIGNATURE];
    if (!Number.isSafeInteger(at) || typeof signature !== "string" || !isHex(signature)) {
      throw new RefusalError(401, `Sign the request: ${REQUEST_AT} and ${REQUEST_SIGNATURE}.`);
    }
    const now = this.#clock.now();
    if (Math.abs(now - at) > TOLERANCE_MS) throw new RefusalError(401, `It is ${now}; the request is of ${at}.`);
    const signer = await requestSigner(this.#domain, { method, target, body, at, signature });
    if (signer === undefined) throw new RefusalError(401, "The request's signature is malformed.");
    if (!admitted.some((address) => isAddressEqual(address, signer))) {
      throw new RefusalError(403, `${signer} is neither the nominee nor an oracle of the product.`);
    }
    // Not by its signature: of that there are several for one request.
    const id = createHash("sha256")
      .update(JSON.stringify([at, method, target, body]))
      .digest("base64");
    this.#remember(`${subject} ${signer}`, id, at, now);
    return signer;
  }

  #remember(bucket: string, id: string, at: number, now: number): void {
    const used = this.#used.get(bucket);
    if (used?.has(id)) throw new RefusalError(401, "This request was sent before.");
    if (used === undefined) this.#forgetBuckets(now);
    else if (used.size >= MOST_REQUESTS) forget(used, now);
    if (used !== undefined && used.size >= MOST_REQUESTS) throw new RefusalError(429, "Too many requests.");
    this.#used.set(bucket, (used ?? new Map<string, number>()).set(id, at));
  }

  #forgetBuckets(now: number): void {
    for (const [bucket, used] of this.#used) {
      forget(used, now);
      if (used.size === 0) this.#used.delete(bucket);
    }
  }
}

/** Forgets what is too old to be sent again. */
function forget(used: Map<string, number>, now: number): void {
  for (const [id, at] of used) if (now - at > TOLERANCE_MS) used.delete(id);
}
