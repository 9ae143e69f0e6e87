import type { Hash, TransactionReceipt } from "viem";
import { type BlockInput, packBlockPlacement } from "../../blocks/placement.ts";
import { type BlockOrder, unpackBlock } from "../../blocks/word.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import type { PriceInput } from "../../orders/prices.ts";
import { eventsOf } from "../internal/logs.ts";
import { pricesToTicks } from "../internal/pricesToTicks.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

/** A strip or block: its limit on the average price in quote units per lot (`price`) or in ticks (`ticks`). */
export type BlockToPlace = BlockInput & PriceInput;

export type PlaceBlocksParameters = DeploymentParameter &
  WriteParameters & {
    readonly orders: readonly BlockToPlace[];
    /** Whose orders they are: an account that the signer owns or operates; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

/** What a transaction placed. */
export type BlockPlacedEvent = {
  readonly accountId: AccountId;
  readonly slot: bigint;
  readonly order: BlockOrder;
};

export type PlaceBlocksReturnType = {
  readonly receipt: TransactionReceipt;
  /** In the order in which they were given. */
  readonly placed: readonly BlockPlacedEvent[];
};

export type PlaceBlocksErrorType = WriteErrorType;

/**
 * Places strips and blocks. They are firm: everything that an order can use is taken now, and the price of its place in
 * the auction's list. What it did not use comes back when it is collected.
 *
 * @returns The transaction's hash.
 * @throws {WrongTickError} when a price is not a multiple of the product's tick size.
 * @throws {WrongPeriodsError} when one covers too few or too many periods.
 * @throws {WrongLimitError} when a limit is not from 1 to 2^24 - 1 ticks, for a strip over its periods.
 * @throws {OutOfBandError} when a limit can never fill.
 * @throws {WrongBlockLotsError} when the lots of a period are not from 1 to 2^27 - 1.
 * @throws {WrongLeastError} when a block's fewest lots are not from 1 to its lots.
 * @throws {WrongProfileError} when a profile does not name lots for each period.
 * @throws {TooSmallError} when one is worth less than the market's minimum.
 * @throws {ListFullError} when the auction's list has no room.
 * @throws {WordFeeAboveError} when its place costs more than it allows; see `quoteBlock`.
 * @throws {InsufficientCashError} when the account's free cash does not cover an order; see `quoteBlock`.
 * @throws {InsufficientLotsError} when a sell is for more lots than are held.
 * @throws {CapacityExceededError} when a provider writes more than it registered.
 * @throws {AuctionNotCollectingError} when the auction takes no orders now.
 * @throws {SeriesNotInAuctionError} when the auction's window does not hold all of its periods.
 * @throws {SlotBusyError} when the slot's order waits for its auction.
 * @throws {NotAuthorizedError} when the signer may not trade for the account.
 *
 * @example
 * await placeBlocks(client, {
 *   deployment,
 *   orders: [
 *     { form: "strip", auction, series, periods: 10, side: "buy", ticks: 215, lots: 8, slot: 0, maxFee: 1_000_000n },
 *   ],
 * });
 */
export async function placeBlocks(client: ClearhourClient, parameters: PlaceBlocksParameters): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `placeBlocks`, and waits until it is mined. */
export async function placeBlocksSync(
  client: ClearhourClient,
  parameters: PlaceBlocksParameters,
): Promise<PlaceBlocksReturnType> {
  const receipt = await writeSync(client, parameters, await prepare(client, parameters));
  return { receipt, placed: placeBlocks.extractEvents(parameters.deployment, receipt) };
}

/** The contract call alone, with limits in ticks. */
placeBlocks.call = (
  parameters: DeploymentParameter & {
    readonly accountId: AccountId;
    readonly orders: readonly (BlockInput & { readonly ticks: number })[];
  },
): ContractCall<typeof blocksAbi, "placeBlocks"> => {
  const { deployment, accountId, orders } = parameters;
  return {
    abi: blocksAbi,
    address: deployment.blocks,
    functionName: "placeBlocks",
    args: [accountId, orders.map(packBlockPlacement)],
  };
};

/** The strips and blocks that a transaction placed. */
placeBlocks.extractEvents = (
  deployment: DeploymentParameter["deployment"],
  { logs }: TransactionReceipt,
): BlockPlacedEvent[] =>
  eventsOf(deployment.blocks, blocksAbi, "BlockPlaced", logs).map(({ args }) => ({
    accountId: args.account,
    slot: args.slot,
    order: unpackBlock(args.order),
  }));

async function prepare(client: ClearhourClient, parameters: PlaceBlocksParameters) {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  const orders = await pricesToTicks(client, { deployment, orders: parameters.orders });
  return placeBlocks.call({ deployment, accountId, orders });
}
