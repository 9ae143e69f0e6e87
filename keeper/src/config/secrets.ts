import type { Hex, PrivateKeyAccount } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { SecretError } from "../errors.ts";

/** The environment variable that holds the key that signs. */
export const PRIVATE_KEY = "CLEARHOUR_PRIVATE_KEY";

/** The environment variable that holds the key that signs a provider's samples; without it, the other one does. */
export const METER_KEY = "CLEARHOUR_METER_KEY";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Who signs, from the environment.
 *
 * @throws {SecretError} when the variable is missing or holds no private key.
 */
export function signerFrom(environment: Environment): PrivateKeyAccount {
  const signer = keyIn(environment, PRIVATE_KEY);
  if (signer === undefined) throw new SecretError(PRIVATE_KEY, "is not set");
  return signer;
}

/**
 * Who signs samples, from the environment.
 *
 * @throws {SecretError} when the variable holds no private key.
 */
export function meterSignerFrom(environment: Environment, signer: PrivateKeyAccount): PrivateKeyAccount {
  return keyIn(environment, METER_KEY) ?? signer;
}

function keyIn(environment: Environment, variable: string): PrivateKeyAccount | undefined {
  const key = environment[variable]?.trim();
  if (!key) return undefined;
  if (!/^0x[0-9a-fA-F]{64}$/.test(key)) throw new SecretError(variable, "holds no private key");
  try {
    return privateKeyToAccount(key as Hex);
  } catch {
    // Without its cause, which may quote the key: zero and numbers above the curve's order end here.
    throw new SecretError(variable, "holds a number that is no private key");
  }
}
