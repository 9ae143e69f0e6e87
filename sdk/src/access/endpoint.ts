/**
 * What a provider registers on-chain for a product: a URL, and after its `#` the key that signs its samples:
 *
 *   https://host:port/path#meter=0x…
 *
 * What stands behind `#` is never sent to a server: it is there so that the chain names the meter key.
 */
import { type Address, getAddress, isAddress } from "viem";
import { EndpointError } from "./errors.ts";

/** The longest endpoint that the chain takes, in bytes of UTF-8. */
const LONGEST = 256;

export type Endpoint = {
  /** Without a slash at its end. */
  readonly url: string;
  /** Who signs the samples; undefined: the provider's owner. */
  readonly meterKey: Address | undefined;
};

/**
 * Reads an endpoint as providers register it on-chain: a URL, and behind `#meter=` who signs the samples.
 *
 * @returns The URL without fragment and query, and the meter key where one is named.
 * @throws {EndpointError} when it is not an http(s) URL, carries a password, or names a meter key that is no address.
 */
export function parseEndpoint(endpoint: string): Endpoint {
  const url = URL.canParse(endpoint) ? new URL(endpoint) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") throw new EndpointError(endpoint, "it is no http URL");
  if (url.username || url.password) throw new EndpointError(endpoint, "it carries a password for everyone to read");
  const meter = new URLSearchParams(url.hash.slice(1)).get("meter");
  if (meter !== null && !isAddress(meter, { strict: false })) {
    throw new EndpointError(endpoint, `${meter} is no address`);
  }
  return {
    url: `${url.origin}${url.pathname}`.replace(/\/+$/, ""),
    meterKey: meter === null ? undefined : getAddress(meter),
  };
}

/**
 * The text to register, of at most 256 bytes of UTF-8.
 *
 * @throws {EndpointError} when it is not one that `parseEndpoint` reads, or is too long.
 */
export function formatEndpoint({ meterKey, url }: Endpoint): string {
  const endpoint = meterKey === undefined ? url : `${url}#meter=${meterKey}`;
  parseEndpoint(endpoint);
  if (new TextEncoder().encode(endpoint).length > LONGEST) throw new EndpointError(endpoint, "it is over 256 bytes");
  return endpoint;
}
