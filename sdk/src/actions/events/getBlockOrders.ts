import type { PlacedBlock } from "../../blocks/fill.ts";
import { decodeRecord } from "../../blocks/record.ts";
import { unpackBlock } from "../../blocks/word.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { recordsOf, type SlotRecord } from "./slots.ts";

export type GetBlockOrdersParameters = DeploymentParameter &
  BlockRangeParameters & {
    /** Strips and blocks of these accounts; of all by default. */
    readonly accounts?: readonly AccountId[] | undefined;
    /** Strips and blocks of this auction; of all by default. */
    readonly auction?: bigint | undefined;
  };

/** A strip or block as it was placed, and what collecting it gave; `explainBlock` says why. */
export type PlacedBlockRecord = SlotRecord<
  PlacedBlock,
  {
    /** Lots, or units of its profile. */
    readonly filled: number;
    /** What of its place's price the market kept, quote units. */
    readonly fee: bigint;
  }
>;

export type GetBlockOrdersErrorType = ReadErrorType;

/**
 * Strips and blocks from the chain's logs, the oldest first. `getBlockList` gives those of one auction as a clearing
 * needs them.
 *
 * @throws {InvalidRangeError} when the range of blocks is reversed.
 */
export async function getBlockOrders(
  client: ClearhourClient,
  parameters: GetBlockOrdersParameters,
): Promise<PlacedBlockRecord[]> {
  const { deployment, accounts, auction } = parameters;
  const contract = { abi: blocksAbi, address: deployment.blocks } as const;
  const args = accounts === undefined ? {} : { account: [...accounts] };
  const [placed, collected] = await Promise.all([
    getEvents(client, parameters, { ...contract, eventName: "BlockPlaced", args }),
    getEvents(client, parameters, { ...contract, eventName: "BlockCollected", args }),
  ]);
  const records = recordsOf([
    ...placed.map(({ args: { account: accountId, order, record, slot }, ...at }) => {
      return { ...at, accountId, slot, order: { ...unpackBlock(order), profile: decodeRecord(record).profile } };
    }),
    ...collected.map(({ args: { account: accountId, slot, filled, fee }, ...at }) => {
      return { ...at, accountId, slot, collected: { filled, fee } };
    }),
  ]);
  return auction === undefined ? records : records.filter(({ order }) => order.auction === auction);
}
