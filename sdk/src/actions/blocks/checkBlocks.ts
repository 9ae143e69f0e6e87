import { simulateContract } from "viem/actions";
import { toClearhourError } from "../../errors/translate.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { cashAccount } from "../../ledger/account.ts";
import { pricesToTicks } from "../internal/pricesToTicks.ts";
import type { ClearhourClient } from "../internal/types.ts";
import { signerOf } from "../internal/write.ts";
import { type PlaceBlocksParameters, placeBlocks } from "./placeBlocks.ts";

export type CheckBlocksParameters = Pick<PlaceBlocksParameters, "account" | "accountId" | "deployment" | "orders">;

export type CheckBlocksErrorType = WriteErrorType;

/**
 * Asks the contract whether it would take strips and blocks now; nothing is signed or sent. What an order takes is said
 * by `quoteBlock`, this says what it lacks: cash, lots, capacity, or stake.
 *
 * @param parameters `account`, who would sign, can be an address alone.
 * @throws what `placeBlocks` would.
 */
export async function checkBlocks(client: ClearhourClient, parameters: CheckBlocksParameters): Promise<void> {
  const { deployment } = parameters;
  const account = signerOf(client, parameters.account);
  const { accountId = cashAccount(typeof account === "string" ? account : account.address) } = parameters;
  const orders = await pricesToTicks(client, { deployment, orders: parameters.orders });
  const call = placeBlocks.call({ deployment, accountId, orders });
  try {
    await simulateContract(client, { ...call, account });
  } catch (error) {
    throw toClearhourError(error, call);
  }
}
