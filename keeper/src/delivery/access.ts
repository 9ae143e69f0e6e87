/** Who sent a request: the key that signed it, for a short while and once. */
import { REQUEST_AT, REQUEST_SIGNATURE, requestSigner } from "@clearhour/sdk/access";
import type { MeterDomain } from "@clearhour/sdk/meter";
import { type Address, isHex } from "viem";
import type { ChainClock } from "./chainClock.ts";
import { RefusalError } from "./errors.ts";
import type { Request } from "./server.ts";

/** How far the clocks of both sides may be apart, in ms of chain time. */
const TOLERANCE_MS = 600_000;
/** Signatures remembered, so that none is used twice. */
const MOST_REMEMBERED = 10_000;

export class Gatekeeper {
  readonly #domain: MeterDomain;
  readonly #clock: ChainClock;
  /** When each signature was used. */
  readonly #used = new Map<string, number>();

  constructor(domain: MeterDomain, clock: ChainClock) {
    this.#domain = domain;
    this.#clock = clock;
  }

  /**
   * @returns Who signed the request.
   * @throws {RefusalError} when it is unsigned, too old, from the future, or was sent before.
   */
  async identify({ body, headers, method, target }: Request): Promise<Address> {
    const at = Number(headers[REQUEST_AT]);
    const signature = headers[REQUEST_SIGNATURE];
    if (!Number.isSafeInteger(at) || typeof signature !== "string" || !isHex(signature)) {
      throw new RefusalError(401, `Sign the request: ${REQUEST_AT} and ${REQUEST_SIGNATURE}.`);
    }
    const now = this.#clock.now();
    if (Math.abs(now - at) > TOLERANCE_MS) throw new RefusalError(401, `It is ${now}; the request is of ${at}.`);
    if (this.#used.has(signature)) throw new RefusalError(401, "This request was sent before.");
    const signer = await requestSigner(this.#domain, { method, target, body, at, signature });
    if (signer === undefined) throw new RefusalError(401, "The request's signature is malformed.");
    this.#remember(signature, now);
    return signer;
  }

  #remember(signature: string, now: number): void {
    if (this.#used.size >= MOST_REMEMBERED) {
      for (const [old, at] of this.#used) if (now - at > 2 * TOLERANCE_MS) this.#used.delete(old);
      if (this.#used.size >= MOST_REMEMBERED) throw new RefusalError(429, "Too many requests.");
    }
    this.#used.set(signature, now);
  }
}
