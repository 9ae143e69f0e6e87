import { BaseError } from "../errors/base.ts";

/** The root of errors about access to delivered compute. */
export class AccessError extends BaseError {
  override name = "AccessError";
}

/** An access key is not a public key of secp256k1. */
export class AccessKeyError extends AccessError {
  override name = "AccessKeyError";

  constructor(reason: string) {
    super(`This is not an access key: ${reason}.`, {
      metaMessages: ["It is a public key of secp256k1: 33 bytes (02 or 03 first) or 65 bytes (04 first)."],
    });
  }
}

/** An endpoint on-chain is not a URL that can be called. */
export class EndpointError extends AccessError {
  override name = "EndpointError";
  readonly endpoint: string;

  constructor(endpoint: string, reason: string) {
    super(`The endpoint "${endpoint}" cannot be used: ${reason}.`, {
      metaMessages: [
        "Register an http or https URL, such as https://host:port/#meter=0x… with the meter key's address.",
      ],
    });
    this.endpoint = endpoint;
  }
}

/** Refusals that pass: the assignment is not seen on the chain yet (404), too slow (408), too much at once (429). */
const PASSING = new Set([404, 408, 429]);

/** The provider's side answered with a refusal, with something unreadable, or not at all. */
export class EndpointRefusedError extends AccessError {
  override name = "EndpointRefusedError";
  readonly url: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;
  /** What the other side says of it, else what went wrong on the way. */
  readonly reason: string;

  constructor(url: string, status: number | undefined, reason: string, options: { cause?: unknown } = {}) {
    const what = status === undefined ? "did not answer" : `answered ${status}`;
    super(`${url} ${what}: ${reason.replace(/\.$/, "")}.`, options);
    this.url = url;
    this.status = status;
    this.reason = reason;
  }

  /** Whether the same would be refused again: not where it came too early or too often, or where nobody answered. */
  get isFinal(): boolean {
    return this.status !== undefined && this.status >= 400 && this.status < 500 && !PASSING.has(this.status);
  }
}

/** The provider refuses an order for good: it is none, or for more than was bought. */
export class OrderRefusedError extends EndpointRefusedError {
  override name = "OrderRefusedError";

  constructor(refusal: EndpointRefusedError) {
    super(refusal.url, refusal.status, refusal.reason, { cause: refusal });
  }
}
