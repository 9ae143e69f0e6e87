import type { Hash, TransactionReceipt } from "viem";
import { call, getTransaction, waitForTransactionReceipt } from "viem/actions";
import type { BaseError } from "../../errors/base.ts";
import { TransactionRevertedError } from "../../errors/chain.ts";
import { reasonOfRevert, toClearhourError } from "../../errors/translate.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import type { ClearhourClient } from "../internal/types.ts";

export type ConfirmTransactionParameters = { readonly hash: Hash };

export type ConfirmTransactionErrorType = WriteErrorType;

/**
 * Waits until a transaction is mined, as every action does whose name ends in `Sync`.
 *
 * A receipt of a revert holds no reason, so the call is made again without sending it, and the error is what that
 * throws: the contract's own, or `GasLimitError`. Its cause is a `TransactionRevertedError`.
 *
 * @returns The receipt of a transaction that did what it should.
 * @throws {TransactionRevertedError} when it reverted and the node can no longer tell why.
 * @throws {ReceiptTimeoutError} when it was not mined in time.
 * @throws {WriteErrorType} for whatever the call reverted with.
 */
export async function confirmTransaction(
  client: ClearhourClient,
  parameters: ConfirmTransactionParameters,
): Promise<TransactionReceipt> {
  try {
    const receipt = await waitForTransactionReceipt(client, parameters);
    if (receipt.status === "reverted") throw await whyReverted(client, receipt);
    return receipt;
  } catch (error) {
    throw toClearhourError(error);
  }
}

/**
 * The state that the transaction met, after those before it in its block, is no block's. The end of its block comes
 * first: it has those transactions and the clock of the block, one of which is new since the simulation. A later
 * transaction of the block may have undone them; what failed before the block as well is then seen at its parent.
 */
async function whyReverted(client: ClearhourClient, receipt: TransactionReceipt): Promise<BaseError> {
  const { blockNumber, transactionHash } = receipt;
  const reverted = new TransactionRevertedError(transactionHash);
  for (const at of [blockNumber, blockNumber - 1n]) {
    const reason = await replay(client, transactionHash, at, reverted);
    if (reason !== undefined) return reason;
  }
  return reverted;
}

/** What a transaction reverts with at the end of a block; `undefined` where it passes or the node cannot say. */
async function replay(client: ClearhourClient, hash: Hash, blockNumber: bigint, cause: TransactionRevertedError) {
  try {
    const { from: account, to, input: data, value, gas } = await getTransaction(client, { hash });
    await call(client, { account, to, data, value, gas, blockNumber });
    return undefined;
  } catch (error) {
    return reasonOfRevert(error, { cause });
  }
}
