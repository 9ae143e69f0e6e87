import type { Address } from "viem";

/** The contracts of an exchange beside its token, each after those that it knows: the order in which they are deployed. */
export const ROOMS = [
  "ledger",
  "products",
  "providers",
  "margin",
  "auction",
  "blocks",
  "verifier",
  "contest",
  "relay",
  "prices",
  "meter",
  "claims",
  "delivery",
  "settlement",
  // Readable views over the auction's packed words; the core does not use it.
  "auctionLens",
] as const;

/** Where an exchange lives. What `deployExchange` returns and every action takes. */
export type Deployment = {
  readonly chainId: number;
  /** Block of the first room: events before it do not exist. */
  readonly block: bigint;
  /** The quote token, an ERC-20. */
  readonly token: Address;
} & { readonly [Room in (typeof ROOMS)[number]]: Address };
