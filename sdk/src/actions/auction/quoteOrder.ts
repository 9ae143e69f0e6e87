import { buyEscrow, feePerLot, intoBand, sellProceeds, topOf } from "../../clearing/index.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { writeEscrowPerLot } from "../../margin/collateral.ts";
import type { OrderSide } from "../../orders/placement.ts";
import { type PriceInput, priceToTicks } from "../../orders/prices.ts";
import { checkLots, checkUint32 } from "../../range.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getGrid } from "./getGrid.ts";

export type QuoteOrderParameters = DeploymentParameter &
  BlockParameter &
  PriceInput & {
    /** `lane << 32 | number`. */
    readonly auction: bigint;
    /** `product << 32 | hour`. */
    readonly series: bigint;
    readonly side: OrderSide;
    /** 1 to 134,217,727. */
    readonly lots: number;
    /** Who would place it: whether it is a provider decides what a write takes. */
    readonly accountId: AccountId;
  };

export type QuoteOrderReturnType = {
  /** The limit as it would count, moved into the band, in ticks. */
  readonly ticks: number;
  /** The same, in quote units per lot. */
  readonly price: bigint;
  /** The lowest price of the auction's band, ticks. */
  readonly bottom: number;
  /** The highest one, ticks. */
  readonly top: number;
  /** Free cash that placing takes, quote units: a buy's limit and fee, or a write's collateral. */
  readonly cash: bigint;
  /** Held lots that placing takes. */
  readonly lots: number;
  /** Stake that placing reserves, quote units. */
  readonly stake: bigint;
  /** The fee if all of it fills at the limit, quote units; part of `cash` for a buy. */
  readonly feeAtLimit: bigint;
  /** What a sell or write earns at least if all of it fills, fee deducted, quote units; 0 for a buy. */
  readonly proceedsAtLimit: bigint;
};

export type QuoteOrderErrorType = ReadErrorType;

/**
 * What an order would take if it were placed now: the contract's own integers, before anything is signed. Until an
 * auction's first order in the series freezes its price band, the band may still move.
 *
 * @throws {WrongTickError} when the price is not a multiple of the tick size.
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {OutOfBandError} when the limit can never fill.
 * @throws {SeriesNotInAuctionError} when the auction's window does not hold the hour.
 */
export async function quoteOrder(
  client: ClearhourClient,
  parameters: QuoteOrderParameters,
): Promise<QuoteOrderReturnType> {
  const { deployment, auction, series, side, accountId, blockNumber } = parameters;
  const lots = checkLots(parameters.lots);
  const product = Number(series >> 32n);
  const [grid, trade, laneProduct, backed] = await Promise.all([
    getGrid(client, { deployment, auction, series, blockNumber }),
    read(client, {
      abi: productsAbi,
      address: deployment.products,
      functionName: "tradeTerms",
      args: [product],
      blockNumber,
    }),
    read(client, {
      abi: productsAbi,
      address: deployment.products,
      functionName: "laneProduct",
      args: [Number(auction >> 32n), product],
      blockNumber,
    }),
    read(client, {
      abi: providersAbi,
      address: deployment.providers,
      functionName: "isProvider",
      args: [accountId],
      blockNumber,
    }),
  ]);
  const { feeBps, tickSize } = laneProduct;
  const money = { tickSize, feeBps };
  const asked =
    parameters.price === undefined
      ? checkUint32("price in ticks", parameters.ticks)
      : priceToTicks(parameters.price, tickSize);
  const [bottom, top] = [grid.base, topOf(grid)];
  const ticks = intoBand(side === "buy" ? "buy" : "sell", asked, grid);
  const fill = { lots, price: ticks };
  const perWrite = () => writeEscrowPerLot({ trade, backed }, { limit: ticks, ...grid, feeBps });
  const cash = { buy: () => buyEscrow(fill, money), sell: () => 0n, write: () => perWrite() * BigInt(lots) }[side]();
  return {
    ticks,
    price: BigInt(ticks) * tickSize,
    bottom,
    top,
    cash,
    lots: side === "sell" ? lots : 0,
    stake: side === "write" && backed ? trade.stakePerLot * BigInt(lots) : 0n,
    feeAtLimit: feePerLot(ticks, money) * BigInt(lots),
    proceedsAtLimit: side === "buy" ? 0n : sellProceeds(fill, money),
  };
}
