/** Bytes and hex, without viem: what computes a job loads in an instant. */
import { hexToBytes as fromHex, bytesToHex as toHex } from "@noble/hashes/utils";
import type { Hex } from "viem";

export { concatBytes } from "@noble/hashes/utils";

export function bytesToHex(bytes: Uint8Array): Hex {
  return `0x${toHex(bytes)}`;
}

/** @throws {Error} when it is not hex. */
export function hexToBytes(hex: Hex): Uint8Array {
  return fromHex(hex.slice(2));
}
