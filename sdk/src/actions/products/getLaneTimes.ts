import type { ReadErrorType } from "../../errors/types.ts";
import { type AuctionTimes, auctionTimes } from "../../products/lanes.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "./getLane.ts";

export type GetLaneTimesParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
  };

export type GetLaneTimesErrorType = ReadErrorType;

/**
 * When an auction opens, closes and becomes final, unix seconds. `auctionTimes` computes the same without a call from
 * a lane that is known.
 *
 * @throws {UnknownLaneError} when there is no such lane.
 */
export async function getLaneTimes(client: ClearhourClient, parameters: GetLaneTimesParameters): Promise<AuctionTimes> {
  const { deployment, auction, blockNumber } = parameters;
  const lane = await getLane(client, { deployment, lane: Number(auction >> 32n), blockNumber });
  return auctionTimes(lane, Number(auction & 0xffffffffn));
}
