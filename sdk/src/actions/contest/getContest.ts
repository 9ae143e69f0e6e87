import { type Address, zeroAddress } from "viem";
import { getBlock, getBlockNumber } from "viem/actions";
import { parseAuctionId } from "../../clearing/index.ts";
import { atMostBetter } from "../../contest/bound.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { NoBlocksError } from "../../errors/verifier.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { revealFrom } from "../../products/lanes.ts";
import { getAuction } from "../auction/getAuction.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";

/**
 * `notOpen`; `collect`: the auction takes orders; `commit`: solvers commit, and the baseline can be brought; `reveal`:
 * solvers reveal; `final`: the incumbent is the result; `void`: nobody brought even the baseline.
 */
export type ContestPhase = "notOpen" | "collect" | "commit" | "reveal" | "final" | "void";

/** The best solution of an auction so far. */
export type Incumbent = {
  readonly solver: Address;
  /** What buyers would have paid at most less what sellers asked at least, quote units. */
  readonly welfare: bigint;
  /** Quote units: welfare + gap is at least the best possible welfare. */
  readonly gap: bigint;
  /** Percent, rounded up to hundredths: proved, no allocation can have more than so much more welfare. 0 for an optimum. */
  readonly atMostBetter: number;
  /** Ticks: of its prices from the baseline's, summed over the series; each tick beyond a band counts 256 more. */
  readonly distance: bigint;
  /** No strip is left with a regret; only a baseline can lack that. */
  readonly exact: boolean;
  /** Whether its reward was paid and the references were moved. */
  readonly concluded: boolean;
};

export type GetContestParameters = DeploymentParameter &
  BlockParameter & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
  };

export type GetContestReturnType = {
  readonly auction: bigint;
  readonly phase: ContestPhase;
  /** When solvers can commit and the baseline can be brought, unix seconds. */
  readonly commitFrom: bigint;
  /** When solvers can reveal and no longer commit, unix seconds. */
  readonly revealFrom: bigint;
  /** When the incumbent is final, unix seconds. */
  readonly deadline: bigint;
  /** `undefined` while nobody has brought the baseline. */
  readonly incumbent: Incumbent | undefined;
};

export type GetContestErrorType = ReadErrorType;

/**
 * The contest for the clearing of an auction with strips or blocks: its phase at the time of the block, and its
 * certificate.
 *
 * @throws {NoBlocksError} when the auction has no strips or blocks; also when it ended void and the auction after the next
 * took the place of its list: it is still there at an older block, and in the subgraph.
 * @throws {UnknownLaneError} when there is no such lane.
 */
export async function getContest(
  client: ClearhourClient,
  parameters: GetContestParameters,
): Promise<GetContestReturnType> {
  const { deployment, auction } = parameters;
  const { lane: laneId, number } = parseAuctionId(auction);
  const blockNumber = parameters.blockNumber ?? (await getBlockNumber(client, { cacheTime: 0 }));
  const [{ timestamp }, { state, close, deadline }, lane, best, list] = await Promise.all([
    getBlock(client, { blockNumber }),
    getAuction(client, { deployment, auction, blockNumber }),
    getLane(client, { deployment, lane: laneId, blockNumber }),
    read(client, {
      abi: contestAbi,
      address: deployment.contest,
      functionName: "incumbentOf",
      args: [auction],
      blockNumber,
    }),
    read(client, {
      abi: blocksAbi,
      address: deployment.blocks,
      functionName: "listOf",
      args: [auction],
      blockNumber,
    }),
  ]);
  const { partialWords: _, ...incumbent } = best;
  const exists = incumbent.solver !== zeroAddress;
  if (!exists && list.count === 0) throw new NoBlocksError({ auction });
  const reveal = revealFrom(lane, number);
  return {
    auction,
    phase: state === "solve" ? (timestamp < reveal ? "commit" : "reveal") : state,
    commitFrom: close,
    revealFrom: reveal,
    deadline,
    incumbent: exists ? { ...incumbent, atMostBetter: atMostBetter(incumbent) } : undefined,
  };
}
