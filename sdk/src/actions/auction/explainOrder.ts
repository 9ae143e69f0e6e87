import {
  explainFill,
  type FillReport,
  type Order,
  type Outcome,
  parseAuctionId,
  type Result,
  seriesId,
} from "../../clearing/index.ts";
import { OrderCollectedError, SlotEmptyError } from "../../errors/input.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getLane } from "../products/getLane.ts";
import { getAuction } from "./getAuction.ts";
import { getOrder } from "./getOrder.ts";
import { getResult } from "./getResult.ts";

export type ExplainOrderParameters = DeploymentParameter &
  BlockParameter &
  (
    | {
        /** An order as it was placed, such as `getOrders` gives it. */
        readonly order: Order;
      }
    | {
        readonly accountId: AccountId;
        /** A slot whose order has not been collected yet. */
        readonly slot: bigint;
        readonly order?: undefined;
      }
  );

/** What became of an order, and why: a code, the lots filled, and the reason in words. */
export type ExplainOrderReturnType = FillReport & {
  readonly order: Order;
  readonly series: bigint;
  /** What the clearing of its series found; `undefined` before and without one. */
  readonly result: Result | undefined;
};

export type ExplainOrderErrorType = ReadErrorType;

/**
 * What became of an order, and why it did or did not fill.
 *
 * @throws {SlotEmptyError} when the slot was never used.
 * @throws {OrderCollectedError} when the slot's order was collected: pass it as `order`, from `getOrders`.
 */
export async function explainOrder(
  client: ClearhourClient,
  parameters: ExplainOrderParameters,
): Promise<ExplainOrderReturnType> {
  const { deployment, blockNumber } = parameters;
  const order = parameters.order ?? (await orderIn(client, parameters));
  const { auction, product, offset } = order;
  const { lane, number } = parseAuctionId(auction);
  const { stride } = await getLane(client, { deployment, lane, blockNumber });
  const series = seriesId(product, number * stride + offset);
  const [{ state }, result] = await Promise.all([
    getAuction(client, { deployment, auction, blockNumber }),
    getResult(client, { deployment, auction, series, blockNumber }),
  ]);
  const outcome: Outcome = result ?? (state === "void" ? "void" : "pending");
  return { ...explainFill(order, outcome), order, series, result };
}

async function orderIn(
  client: ClearhourClient,
  parameters: DeploymentParameter & BlockParameter & { readonly accountId: AccountId; readonly slot: bigint },
): Promise<Order> {
  const order = await getOrder(client, parameters);
  if (order === undefined) throw new SlotEmptyError(parameters.slot);
  if (order.lots === 0) throw new OrderCollectedError(parameters.slot);
  return order;
}
