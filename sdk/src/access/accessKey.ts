/** The key by which a nomination lets its holder in. */
import { type Address, type Hex, isHex, numberToHex, size } from "viem";
import { publicKeyToAddress } from "viem/accounts";
import { AccessKeyError } from "./errors.ts";

/** The field of secp256k1: y^2 = x^3 + 7 modulo P. */
const P = 2n ** 256n - 2n ** 32n - 977n;

/**
 * The access key of a nomination: 33 bytes, the short form of a public key.
 *
 * @param publicKey As accounts of viem have it: 65 bytes, 04 first.
 * @throws {AccessKeyError} when it is not a point of the curve.
 */
export function toAccessKey(publicKey: Hex): Hex {
  const { x, y } = pointOf(publicKey);
  return `0x${y % 2n === 0n ? "02" : "03"}${numberToHex(x, { size: 32 }).slice(2)}`;
}

/**
 * Who may use what was nominated with an access key: the address of its private key.
 *
 * @throws {AccessKeyError} when it is not a public key.
 */
export function nomineeOf(accessKey: Hex): Address {
  const { x, y } = pointOf(accessKey);
  return publicKeyToAddress(`0x04${numberToHex(x, { size: 32 }).slice(2)}${numberToHex(y, { size: 32 }).slice(2)}`);
}

function pointOf(key: Hex): { x: bigint; y: bigint } {
  if (!isHex(key) || key.length % 2 !== 0) throw new AccessKeyError("it is not hex");
  const prefix = key.slice(2, 4);
  const expected = prefix === "04" ? 65 : prefix === "02" || prefix === "03" ? 33 : 0;
  if (expected === 0) throw new AccessKeyError(`it begins with ${prefix}`);
  if (size(key) !== expected) throw new AccessKeyError(`it has ${size(key)} bytes instead of ${expected}`);
  const x = BigInt(`0x${key.slice(4, 68)}`);
  if (x >= P) throw new AccessKeyError("it is no point of the curve");
  const square = (x * x * x + 7n) % P;
  const root = power(square, (P + 1n) / 4n);
  if ((root * root) % P !== square) throw new AccessKeyError("it is no point of the curve");
  if (prefix !== "04") return { x, y: root % 2n === BigInt(prefix) % 2n ? root : P - root };
  const y = BigInt(`0x${key.slice(68)}`);
  if (y !== root && y !== P - root) throw new AccessKeyError("it is no point of the curve");
  return { x, y };
}

function power(base: bigint, exponent: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n, square = (square * square) % P) {
    if (left & 1n) result = (result * square) % P;
  }
  return result;
}
