/** Samples in memory: pages of metrics are long and much alike, and are kept until nobody can dispute their hour. */
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { SignedSample } from "@clearhour/sdk/meter";

/** The same sample with its page compressed until it is read, to about a twentieth. */
export function packed({ at, body, signature }: SignedSample): SignedSample {
  // A copy: what the compressor returns holds all of the memory that it worked in.
  const page = new Uint8Array(deflateRawSync(body));
  return {
    at,
    get body() {
      return inflateRawSync(page).toString("utf8");
    },
    signature,
  };
}
