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

/** The provider's side answered with a refusal, with something unreadable, or not at all. */
export class EndpointRefusedError extends AccessError {
  override name = "EndpointRefusedError";
  readonly url: string;
  /** HTTP status; undefined where there was no answer. */
  readonly status: number | undefined;

  constructor(url: string, status: number | undefined, reason: string, options: { cause?: unknown } = {}) {
    super(`${url} ${status === undefined ? "did not answer" : `answered ${status}`}: ${reason}.`, options);
    this.url = url;
    this.status = status;
  }
}
