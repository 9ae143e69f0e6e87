/** EIP-2612: letting the ledger take tokens by a signature instead of a transaction. */
import type { Address, TypedDataDefinition } from "viem";

/** The EIP-712 types of a permit. */
export const PERMIT_TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

export type Permit = {
  readonly owner: Address;
  readonly spender: Address;
  /** Token units. */
  readonly value: bigint;
  /** The owner's present nonce at the token. */
  readonly nonce: bigint;
  /** Unix seconds of the chain. */
  readonly deadline: bigint;
};

/** The token's own EIP-712 domain. */
export type PermitDomain = {
  readonly name: string;
  /** "1" for most tokens, "2" for USDC. */
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: Address;
};

/** What a wallet signs for a permit: pass it to `signTypedData`. */
export function permitTypedData(
  domain: PermitDomain,
  permit: Permit,
): TypedDataDefinition<typeof PERMIT_TYPES, "Permit"> {
  return { domain, types: PERMIT_TYPES, primaryType: "Permit", message: permit };
}
