import { type Address, zeroAddress } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import { auctionLensAbi } from "../../generated/auctionLensAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

/** The states of an auction, at the index of their codes. */
const AUCTION_STATES = ["notOpen", "collect", "solve", "final", "void"] as const;

/**
 * `notOpen`; `collect`: takes orders; `solve`: waits for its clearing, or with strips or blocks for the end of its
 * contest (see `getContest`); `final`: cleared; `void`: past its deadline without a clearing, every order gets everything
 * back.
 */
export type AuctionState = (typeof AUCTION_STATES)[number];

export type GetAuctionParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
  };

export type GetAuctionReturnType = {
  readonly auction: bigint;
  readonly state: AuctionState;
  /** When it begins to take orders, unix seconds. */
  readonly open: bigint;
  /** When it takes no more and can be cleared, unix seconds. */
  readonly close: bigint;
  /** When it can no longer be cleared, and is void if it was not, unix seconds. */
  readonly deadline: bigint;
  /** Who cleared it, or has the best solution of its contest so far. */
  readonly clearer: Address | undefined;
};

export type GetAuctionErrorType = ReadErrorType;

/**
 * The state and times of an auction at the time of the block.
 *
 * @throws {UnknownLaneError} when there is no such lane.
 */
export async function getAuction(
  client: ClearhourClient,
  parameters: GetAuctionParameters,
): Promise<GetAuctionReturnType> {
  const { deployment, auction, blockNumber } = parameters;
  const lens = { abi: auctionLensAbi, address: deployment.auctionLens, args: [auction], blockNumber } as const;
  const [code, [open, close, deadline], clearer] = await Promise.all([
    read(client, { ...lens, functionName: "stateOf" }),
    read(client, { ...lens, functionName: "timesOf" }),
    read(client, {
      abi: auctionAbi,
      address: deployment.auction,
      functionName: "clearerOf",
      args: [auction],
      blockNumber,
    }),
  ]);
  const state = AUCTION_STATES[code] ?? "notOpen";
  return { auction, state, open, close, deadline, clearer: clearer === zeroAddress ? undefined : clearer };
}
