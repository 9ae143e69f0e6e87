import { mostFees, valueAtLimit } from "../../blocks/money.ts";
import { type BlockInput, limitInBand, packBlockPlacement } from "../../blocks/placement.ts";
import { type ListRoom, placeFee, wordsOf } from "../../blocks/room.ts";
import { parseAuctionId, parseSeriesId } from "../../clearing/index.ts";
import { ListFullError, TooSmallError } from "../../errors/blocks.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import { productsAbi } from "../../generated/productsAbi.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { writeEscrowPerLot } from "../../margin/collateral.ts";
import type { PriceInput } from "../../orders/prices.ts";
import { getGrid } from "../auction/getGrid.ts";
import { pricesToTicks } from "../internal/pricesToTicks.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";
import { getMarket } from "../products/getMarket.ts";

/** A strip or block to be quoted: it needs neither slot nor `maxFee`. */
type Quoted = BlockInput extends infer input ? (input extends unknown ? Omit<input, "slot" | "maxFee"> : never) : never;

export type QuoteBlockParameters = DeploymentParameter &
  BlockParameter &
  PriceInput &
  Quoted & {
    /** Who would place it: whether it is a provider decides what a write takes. */
    readonly accountId: AccountId;
  };

export type QuoteBlockReturnType = {
  /** The limit on the average price as it counts, in the band, ticks. */
  readonly ticks: number;
  /** The same, in quote units per lot. */
  readonly price: bigint;
  /** Free cash that placing takes, its place in the list included, quote units. */
  readonly cash: bigint;
  /** Held lots that placing takes, of each period. */
  readonly lots: readonly number[];
  /** Stake that placing reserves, quote units. */
  readonly stake: bigint;
  /** What its place in the list costs now, quote units: give this at least as `maxFee`. Trading fees count against it. */
  readonly placeFee: bigint;
  /** Words of the list that it takes. */
  readonly words: number;
  /** The list as it stands now: each eighth of it that is full doubles what a place costs. */
  readonly list: ListRoom;
  /** What it is worth to the market, which has a minimum, quote units: a buy at its limit, others at the references. */
  readonly worth: bigint;
  /** The most that it can cost in the end, quote units: filled at its limit, or unfilled where that costs more. */
  readonly worstCost: bigint;
  /** What a sell or write earns at least if all of it fills, all fees deducted, quote units; 0 for a buy. */
  readonly proceedsAtLimit: bigint;
};

export type QuoteBlockErrorType = ReadErrorType;

/**
 * What a strip or block would take if it were placed now: the contract's own integers, before anything is signed. The
 * price of its place rises with every order that joins the list before it, and until an auction's first order in a
 * series freezes its price band, a write's collateral may still move.
 *
 * @throws {WrongTickError} when the price is not a multiple of the tick size.
 * @throws {WrongPeriodsError} when it covers too few or too many periods.
 * @throws {WrongLimitError} when the limit is not from 1 to 2^24 - 1 ticks, for a strip over its periods.
 * @throws {OutOfBandError} when the limit can never fill.
 * @throws {WrongBlockLotsError} when the lots of a period are not from 1 to 2^27 - 1.
 * @throws {WrongLeastError} when a block's fewest lots are not from 1 to its lots.
 * @throws {WrongProfileError} when a profile does not name lots for each period.
 * @throws {TooSmallError} when it is worth less than the market's minimum.
 * @throws {ListFullError} when the auction's list has no room.
 * @throws {SeriesNotInAuctionError} when the auction's window does not hold all of its periods.
 */
export async function quoteBlock(
  client: ClearhourClient,
  parameters: QuoteBlockParameters,
): Promise<QuoteBlockReturnType> {
  const { deployment, auction, side, accountId, blockNumber } = parameters;
  const [order] = await pricesToTicks(client, { deployment, orders: [{ ...parameters, slot: 0, maxFee: 0n }] });
  if (order === undefined) throw new Error("one order gives one");
  const placement = packBlockPlacement(order);
  const { lots, profile, periods } = placement;
  const { product, hour } = parseSeriesId(parameters.series);
  const { lane } = parseAuctionId(auction);
  const series = Array.from({ length: periods }, (_, i) => (BigInt(product) << 32n) | BigInt(hour + i));
  const [grids, trade, backed, room, { params }] = await Promise.all([
    Promise.all(series.map((one) => getGrid(client, { deployment, auction, series: one, blockNumber }))),
    read(client, {
      abi: productsAbi,
      address: deployment.products,
      functionName: "tradeTerms",
      args: [product],
      blockNumber,
    }),
    read(client, {
      abi: providersAbi,
      address: deployment.providers,
      functionName: "isProvider",
      args: [accountId],
      blockNumber,
    }),
    roomOf(client, { deployment, auction, blockNumber }),
    getLane(client, { deployment, lane, blockNumber }).then(({ market }) =>
      getMarket(client, { deployment, market, blockNumber }),
    ),
  ]);
  const ticks = limitInBand(placement, grids);
  const { feeBps, wordFee, minNotional } = params;
  const { tickSize } = trade;
  const units = series.map((_, i) => profile[i] ?? 1);
  const value = { limit: ticks, unitLots: units.reduce((sum, one) => sum + one, 0), lots };
  const worth =
    side === "buy"
      ? valueAtLimit(value, { tickSize, feeBps })
      : grids.reduce((sum, { reference }, i) => sum + BigInt(reference * (units[i] ?? 0)), 0n) *
        BigInt(lots) *
        tickSize;
  if (worth < minNotional) throw new TooSmallError({ notional: worth, minimum: minNotional });
  const words = wordsOf({ profile });
  if (room.used + words > room.max) {
    throw new ListFullError({ auction, size: BigInt(words), room: BigInt(room.max - room.used) });
  }

  const fee = placeFee(words, room, wordFee);
  const fees = mostFees(value, { tickSize, feeBps });
  const limit = valueAtLimit(value, { tickSize, feeBps });
  const kept = fees > fee ? fees : fee;
  // A limit is on the average only: a write's collateral covers whatever price a period may get.
  const escrow = grids.map((grid) => writeEscrowPerLot({ trade, backed }, { limit: 0, ...grid, feeBps }));
  const perUnit = escrow.reduce((sum, perLot, i) => sum + perLot * BigInt(units[i] ?? 0), 0n);
  const taken = { buy: limit + fees, sell: 0n, write: perUnit * BigInt(lots) }[side];
  return {
    ticks,
    price: BigInt(ticks) * tickSize,
    cash: taken + fee,
    lots: units.map((one) => (side === "sell" ? one * lots : 0)),
    stake: side === "write" && backed ? trade.stakePerLot * BigInt(value.unitLots * lots) : 0n,
    placeFee: fee,
    words,
    list: room,
    worth,
    worstCost: side === "buy" ? limit + kept : fee,
    proceedsAtLimit: side === "buy" ? 0n : limit - kept,
  };
}

/** Words taken of the auction's list, and words that it can have. */
async function roomOf(
  client: ClearhourClient,
  { deployment, auction, blockNumber }: DeploymentParameter & BlockParameter & { readonly auction: bigint },
) {
  const contract = { abi: blocksAbi, address: deployment.blocks, blockNumber } as const;
  const [list, max] = await Promise.all([
    read(client, { ...contract, functionName: "listOf", args: [auction] }),
    read(client, { ...contract, functionName: "maxWords", args: [parseAuctionId(auction).lane] }),
  ]);
  return { used: list.size, max: Number(max) };
}
