import type { PlacedBlock } from "../../blocks/fill.ts";
import { unpackBlock } from "../../blocks/word.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { blocksAbi } from "../../generated/blocksAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetBlockOrderParameters = DeploymentParameter &
  BlockParameter & { readonly accountId: AccountId; readonly slot: bigint };

export type GetBlockOrderErrorType = ReadErrorType;

/** Periods of a profile that share a word. */
const PER_WORD = 16;

/**
 * The strip or block in a slot of an account.
 *
 * @returns `undefined` when the slot was never used; an order with zero lots when it has been collected.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getBlockOrder(
  client: ClearhourClient,
  parameters: GetBlockOrderParameters,
): Promise<PlacedBlock | undefined> {
  const { deployment, accountId, slot, blockNumber } = parameters;
  const slotOf = { abi: blocksAbi, address: deployment.blocks, args: [accountId, slot], blockNumber } as const;
  const [word, words] = await Promise.all([
    read(client, { ...slotOf, functionName: "blockOf" }),
    read(client, { ...slotOf, functionName: "profileOf" }),
  ]);
  if (word === 0n) return undefined;
  const order = unpackBlock(word);
  // A slot keeps the profile of an earlier order; one word of the list has room for none.
  const periods = order.size > 1 ? order.periods : 0;
  const profile = Array.from({ length: periods }, (_, i) => {
    const packed = words[Math.floor(i / PER_WORD)] ?? 0n;
    return Number((packed >> BigInt((i % PER_WORD) * 16)) & 0xffffn);
  });
  return { ...order, profile };
}
