import { type BlockFillReport, type BlockOutcome, explainBlockFill, type PlacedBlock } from "../../blocks/fill.ts";
import { parseAuctionId, seriesId, unpackResult } from "../../clearing/index.ts";
import { OrderCollectedError, SlotEmptyError } from "../../errors/input.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { auctionAbi } from "../../generated/auctionAbi.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { getAuction } from "../auction/getAuction.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";
import { getBlockOrder } from "./getBlockOrder.ts";

export type ExplainBlockParameters = DeploymentParameter &
  BlockParameter &
  (
    | {
        /** A strip or block as it was placed, such as `getBlockList` gives it. */
        readonly order: PlacedBlock;
      }
    | {
        readonly accountId: AccountId;
        /** A slot whose order has not been collected yet. */
        readonly slot: bigint;
        readonly order?: undefined;
      }
  );

/** What became of a strip or block, and why: a code, the lots filled, its surplus, and the reason in words. */
export type ExplainBlockReturnType = BlockFillReport & {
  readonly order: PlacedBlock;
  /** Of its first period. */
  readonly series: bigint;
  /** Prices of its periods, ticks; `undefined` before and without a clearing. */
  readonly prices: readonly number[] | undefined;
};

export type ExplainBlockErrorType = ReadErrorType;

/**
 * What became of a strip or block, and why it did or did not fill.
 *
 * @throws {SlotEmptyError} when the slot was never used.
 * @throws {OrderCollectedError} when the slot's order was collected: pass it as `order`.
 */
export async function explainBlock(
  client: ClearhourClient,
  parameters: ExplainBlockParameters,
): Promise<ExplainBlockReturnType> {
  const { deployment, blockNumber } = parameters;
  const order = parameters.order ?? (await orderIn(client, parameters));
  const { auction, product, offset } = order;
  const { lane, number } = parseAuctionId(auction);
  const { stride } = await getLane(client, { deployment, lane, blockNumber });
  const series = seriesId(product, number * stride + offset);
  const outcome = await outcomeOf(client, { deployment, blockNumber, order, series });
  const prices = typeof outcome === "string" ? undefined : outcome.prices;
  return { ...explainBlockFill(order, outcome), order, series, prices };
}

async function outcomeOf(
  client: ClearhourClient,
  parameters: DeploymentParameter & BlockParameter & { readonly order: PlacedBlock; readonly series: bigint },
): Promise<BlockOutcome> {
  const { deployment, blockNumber, order, series } = parameters;
  const { auction, index, lots, periods, product } = order;
  const { state } = await getAuction(client, { deployment, auction, blockNumber });
  if (state !== "final") return state === "void" ? "void" : "pending";
  const [[, , results], filled, { tickSize }] = await Promise.all([
    read(client, {
      abi: auctionAbi,
      address: deployment.auction,
      functionName: "resultsOf",
      args: [auction, series, BigInt(periods)],
      blockNumber,
    }),
    read(client, {
      abi: contestAbi,
      address: deployment.contest,
      functionName: "filledOf",
      args: [auction, BigInt(index), lots],
      blockNumber,
    }),
    read(client, {
      abi: productsAbi,
      address: deployment.products,
      functionName: "tradeTerms",
      args: [product],
      blockNumber,
    }),
  ]);
  return { prices: results.map((word) => unpackResult(word)?.price ?? 0), filled, tickSize };
}

async function orderIn(
  client: ClearhourClient,
  parameters: DeploymentParameter & BlockParameter & { readonly accountId: AccountId; readonly slot: bigint },
): Promise<PlacedBlock> {
  const order = await getBlockOrder(client, parameters);
  if (order === undefined) throw new SlotEmptyError(parameters.slot);
  if (order.lots === 0) throw new OrderCollectedError(parameters.slot);
  return order;
}
