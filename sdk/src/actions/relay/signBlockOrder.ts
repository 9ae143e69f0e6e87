import { signTypedData } from "viem/actions";
import { toClearhourError } from "../../errors/translate.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { blockOrderTypedData, type SignedBlockOrder } from "../../typed/orders.ts";
import type { BlockToPlace } from "../blocks/placeBlocks.ts";
import { ticksOf } from "../internal/pricesToTicks.ts";
import type { ClearhourClient, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, signerOf } from "../internal/write.ts";

export type SignBlockOrderParameters = DeploymentParameter &
  Pick<WriteParameters, "account"> & {
    readonly order: BlockToPlace;
    /** Whose order it is: a cash account whose owner signs; desk 0 of the signer by default. */
    readonly accountId?: AccountId | undefined;
    /** The last second at which it can be placed, unix seconds of the chain; its auction takes it before `close` only. */
    readonly deadline: bigint;
  };

export type SignBlockOrderErrorType = WriteErrorType;

/**
 * Signs a strip or block that anybody can place with `relayBlocks`, as `signOrder` does an hourly order. What its place in
 * the auction's list may cost is part of what is signed.
 *
 * @returns The order with its limit in ticks, and the signature.
 * @throws {WrongTickError} when the price is not a multiple of the product's tick size.
 * @throws {WrongPeriodsError} when it covers too few or too many periods.
 * @throws {WrongLimitError} when the limit is not from 1 to 2^24 - 1 ticks.
 * @throws {WrongBlockLotsError} when the lots of a period are not from 1 to 2^27 - 1.
 * @throws {WrongLeastError} when a block's fewest lots are not from 1 to its lots.
 * @throws {WrongProfileError} when a profile does not name lots for each period.
 * @throws {UserRejectedError} when the user refuses to sign.
 * @throws {NoSignerError} when neither the client nor the call has an account.
 *
 * @example
 * const signed = await signBlockOrder(client, {
 *   deployment,
 *   order: { form: "strip", auction, series, periods: 10, side: "buy", ticks: 215, lots: 8, slot: 0, maxFee: 1_000_000n },
 *   deadline: times.close - 1n,
 * });
 */
export async function signBlockOrder(
  client: ClearhourClient,
  parameters: SignBlockOrderParameters,
): Promise<SignedBlockOrder> {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)), deadline } = parameters;
  const ticks = await ticksOf(client, { deployment, order: parameters.order });
  const { price: _, ...placement } = parameters.order;
  const order = { ...placement, accountId, ticks, deadline };
  try {
    const data = blockOrderTypedData(deployment, order);
    const signature = await signTypedData(client, { account: signerOf(client, account), ...data });
    return { order, signature };
  } catch (error) {
    throw toClearhourError(error);
  }
}
