import { type Hex, keccak256, stringToHex } from "viem";

/** Numbers in [0, 1), the same ones for the same seed. */
export type Random = () => number;

/** A small seeded generator (mulberry32): keepers spread out, tests repeat. */
export function randomFrom(seed: string): Random {
  let state = Number(hash(seed) & 0xffffffffn);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A number in [0, length) that depends on nothing but the texts: where in a span of time somebody acts. */
export function spread(length: bigint, ...texts: readonly string[]): bigint {
  return length <= 0n ? 0n : hash(texts.join("/")) % length;
}

function hash(text: string): bigint {
  const digest: Hex = keccak256(stringToHex(text));
  return BigInt(digest);
}
