import { signTypedData } from "viem/actions";
import { toClearhourError } from "../../errors/translate.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { hourlyOrderTypedData, type SignedOrder } from "../../typed/orders.ts";
import type { PlacedOrder } from "../auction/placeOrders.ts";
import { ticksOf } from "../internal/pricesToTicks.ts";
import type { ClearhourClient, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, signerOf } from "../internal/write.ts";

export type SignOrderParameters = DeploymentParameter &
  Pick<WriteParameters, "account"> & {
    readonly order: PlacedOrder;
    /** Whose order it is: a cash account whose owner signs; desk 0 of the signer by default. */
    readonly accountId?: AccountId | undefined;
    /** The last second at which it can be placed, unix seconds of the chain; its auction takes it before `close` only. */
    readonly deadline: bigint;
  };

export type SignOrderErrorType = WriteErrorType;

/**
 * Signs an hourly order that anybody can place with `relayOrders`: it costs its owner no gas, and nothing is taken before
 * it is placed. It names its slot and auction, and a slot takes one order per auction, so it can be placed once. It
 * cannot be recalled; an order placed directly into its slot for the same auction keeps it out.
 *
 * @returns The order with its limit in ticks, and the signature.
 * @throws {WrongTickError} when the price is not a multiple of the product's tick size.
 * @throws {InvalidLotsError} when lots are not an integer from 1 to 2^27 - 1.
 * @throws {UserRejectedError} when the user refuses to sign.
 * @throws {NoSignerError} when neither the client nor the call has an account.
 *
 * @example
 * const signed = await signOrder(client, {
 *   deployment,
 *   order: { auction, series, side: "buy", price: parseUnits("2.15", 6), lots: 8, slot: 0 },
 *   deadline: times.close - 1n,
 * });
 */
export async function signOrder(client: ClearhourClient, parameters: SignOrderParameters): Promise<SignedOrder> {
  const { deployment, account, accountId = cashAccount(signerAddress(client, account)), deadline } = parameters;
  const ticks = await ticksOf(client, { deployment, order: parameters.order });
  const { auction, series, side, lots, slot } = parameters.order;
  const order = { accountId, auction, series, side, lots, slot, ticks, deadline };
  try {
    const data = hourlyOrderTypedData(deployment, order);
    const signature = await signTypedData(client, { account: signerOf(client, account), ...data });
    return { order, signature };
  } catch (error) {
    throw toClearhourError(error);
  }
}
