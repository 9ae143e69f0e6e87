import type { Hash, Hex, TransactionReceipt } from "viem";
import { type Result, unpackResult } from "../../clearing/index.ts";
import type { Deployment } from "../../deployment/types.ts";
import { MissingEventError } from "../../errors/chain.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import { eventsOf } from "../internal/logs.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";
import { getHints } from "./getHints.ts";

export type ClearAuctionParameters = DeploymentParameter &
  WriteParameters & {
    /** `lane << 32 | number`; its collecting time is over and its deadline has not come. */
    readonly auction: bigint;
    /** The proposal: two bytes per series. Computed from the books by default. */
    readonly hints?: Hex | undefined;
  };

/** What a clearing published. */
export type AuctionClearedEvent = {
  readonly auction: bigint;
  /** Lots. */
  readonly volume: bigint;
  /** Quote units, of both sides. */
  readonly fees: bigint;
  /** Quote units: the part of the fees that went to the clearer. */
  readonly tip: bigint;
  readonly results: readonly { readonly series: bigint; readonly result: Result }[];
};

export type ClearAuctionReturnType = AuctionClearedEvent & { readonly receipt: TransactionReceipt };

export type ClearAuctionErrorType = WriteErrorType;

/**
 * Clears an auction. Anyone may; only the market-clearing result is accepted, and whoever brings it first earns the
 * tip.
 *
 * @returns The transaction's hash.
 * @throws {AlreadyClearedError} when somebody was faster.
 * @throws {AuctionNotSolvingError} before orders are closed and after the deadline.
 * @throws {NothingToClearError} when the auction has no orders.
 * @throws {NotClearingError} when given hints are not the clearing.
 */
export async function clearAuction(client: ClearhourClient, parameters: ClearAuctionParameters): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `clearAuction`, and waits until it is mined. */
export async function clearAuctionSync(
  client: ClearhourClient,
  parameters: ClearAuctionParameters,
): Promise<ClearAuctionReturnType> {
  const receipt = await writeSync(client, parameters, await prepare(client, parameters));
  return { ...clearAuction.extractEvent(parameters.deployment, receipt), receipt };
}

/** The contract call alone. */
clearAuction.call = (
  parameters: DeploymentParameter & { readonly auction: bigint; readonly hints: Hex },
): ContractCall<typeof auctionAbi, "clear"> => ({
  abi: auctionAbi,
  address: parameters.deployment.auction,
  functionName: "clear",
  args: [parameters.auction, parameters.hints],
});

/** The clearing that a transaction brought. */
clearAuction.extractEvent = (deployment: Deployment, { logs }: TransactionReceipt): AuctionClearedEvent => {
  const [cleared] = eventsOf(deployment.auction, auctionAbi, "AuctionCleared", logs);
  if (cleared === undefined) throw new MissingEventError("AuctionCleared");
  const { auction, volume, fees, tip } = cleared.args;
  const results = eventsOf(deployment.auction, auctionAbi, "SeriesCleared", logs).flatMap(({ args }) => {
    const result = unpackResult(args.result);
    return result === undefined || args.auction !== auction ? [] : [{ series: args.series, result }];
  });
  return { auction, volume, fees, tip, results };
};

async function prepare(client: ClearhourClient, { deployment, auction, hints }: ClearAuctionParameters) {
  return clearAuction.call({ deployment, auction, hints: hints ?? (await getHints(client, { deployment, auction })) });
}
