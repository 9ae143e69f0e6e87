import { shorten } from "../lib/format.ts";

/** An account by the ends of its address. */
export function Address({ of }: { readonly of: string }) {
  return <code title={of}>{shorten(of)}</code>;
}
