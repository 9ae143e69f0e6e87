import type { Address } from "viem";

/** Where an exchange lives. What `deployExchange` returns and every action takes. */
export type Deployment = {
  readonly chainId: number;
  /** Block of the first room: events before it do not exist. */
  readonly block: bigint;
  /** The quote token, an ERC-20. */
  readonly token: Address;
  readonly ledger: Address;
  readonly products: Address;
  readonly providers: Address;
  readonly margin: Address;
  readonly auction: Address;
  readonly prices: Address;
  readonly meter: Address;
  readonly claims: Address;
  readonly delivery: Address;
  readonly settlement: Address;
  /** Readable views over the auction's packed words; the core does not use it. */
  readonly auctionLens: Address;
};
