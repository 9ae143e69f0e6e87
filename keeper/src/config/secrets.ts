import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { SecretError } from "../errors.ts";

/** The environment variable that holds the key that signs. */
export const PRIVATE_KEY = "CLEARHOUR_PRIVATE_KEY";

/**
 * Who signs, from the environment.
 *
 * @throws {SecretError} when the variable is missing or holds no private key.
 */
export function signerFrom(environment: Readonly<Record<string, string | undefined>>): PrivateKeyAccount {
  const key = environment[PRIVATE_KEY]?.trim();
  if (!key) throw new SecretError(PRIVATE_KEY, "is not set");
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new SecretError(PRIVATE_KEY, "holds no private key");
  try {
    return privateKeyToAccount(key as Hex);
  } catch {
    // Without its cause, which may quote the key: zero and numbers above the curve's order end here.
    throw new SecretError(PRIVATE_KEY, "holds a number that is no private key");
  }
}
