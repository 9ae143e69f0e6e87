import { type Hex, keccak256 } from "viem";
import { canonicalJson } from "./json.ts";
import { validateSpec } from "./parse.ts";
import type { Spec } from "./types.ts";

/**
 * The canonical text of a spec (RFC 8785): keys in order, no white space. At most 16,384 characters, all ASCII.
 *
 * @throws {SpecError} when the value is not a valid spec, as {@link validateSpec} says
 */
export function canonicalSpec(spec: Spec): string {
  return canonicalJson(validateSpec(spec));
}

/**
 * The canonical UTF-8 bytes of a spec: what is submitted when a product is listed.
 *
 * @throws {SpecError} when the value is not a valid spec, as {@link validateSpec} says
 */
export function specBytes(spec: Spec): Uint8Array {
  return new TextEncoder().encode(canonicalSpec(spec));
}

/**
 * The keccak256 of {@link specBytes}: the content address that the contract computes from the submitted bytes.
 *
 * @throws {SpecError} when the value is not a valid spec, as {@link validateSpec} says
 */
export function specHash(spec: Spec): Hex {
  return keccak256(specBytes(spec));
}
