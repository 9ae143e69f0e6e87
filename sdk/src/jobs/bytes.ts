/** Bytes and hex, without viem: what computes a job loads in an instant. */
import { hexToBytes as fromHex, bytesToHex as toHex } from "@noble/hashes/utils";
import type { Hex } from "viem";

export { concatBytes } from "@noble/hashes/utils";

/** Bytes as `0x…`, two digits each, in lower case. */
export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${toHex(bytes)}`;
}

/**
 * The bytes of `0x…`, two digits each.
 *
 * @throws {Error} when it is not hex of whole bytes.
 */
export function hexToBytes(hex: Hex): Uint8Array {
  return fromHex(hex.slice(2));
}
