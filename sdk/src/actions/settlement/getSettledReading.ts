import type { Hash } from "viem";
import { seriesId } from "../../clearing/codec.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { Assignment } from "../../meter/evidence.ts";
import type { Reading } from "../../meter/reading.ts";
import { unpackSettled } from "../../meter/settled.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetSettledReadingParameters = DeploymentParameter &
  BlockRangeParameters & { readonly assignment: Assignment };

export type GetSettledReadingReturnType = {
  readonly reading: Reading;
  /** Share of the lots that counted as not delivered, parts per million. */
  readonly shortfallPpm: number;
  /** What the holder got, quote units. */
  readonly paid: bigint;
  /** What of it came from the provider's stake, quote units. */
  readonly seized: bigint;
  readonly transactionHash: Hash;
};

export type GetSettledReadingErrorType = ReadErrorType;

/**
 * The reading that an assignment was settled by.
 *
 * @returns `undefined` where it was not settled, or not by a reading.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getSettledReading(
  client: ClearhourClient,
  parameters: GetSettledReadingParameters,
): Promise<GetSettledReadingReturnType | undefined> {
  const { assignment, deployment } = parameters;
  const { commitment, hour, nomination, product } = assignment;
  const [settled] = await getEvents(client, parameters, {
    abi: settlementAbi,
    address: deployment.settlement,
    eventName: "ReadingSettled",
    args: { series: seriesId(product, hour), commitment, nomination },
  });
  if (settled === undefined) return undefined;
  const { args, transactionHash } = settled;
  return { ...unpackSettled(args), paid: args.paid, seized: args.seized, transactionHash };
}
