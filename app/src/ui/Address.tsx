import { getAddress } from "viem";
import { shorten } from "../lib/format.ts";

/** An account by the ends of its address, written the same wherever it was read. */
export function Address({ of }: { readonly of: string }) {
  const address = getAddress(of);
  return <code title={address}>{shorten(address)}</code>;
}
