import type { Hex, TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import type { BaseError } from "../../errors/base.ts";
import { fromRevertData } from "../../errors/translate.ts";
import { relayAbi } from "../../generated/relayAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { eventsOf } from "../internal/logs.ts";

/** Why a signed order was left out, in the order of the contract's `Refusal`. */
const REFUSALS = ["none", "expired", "notCash", "badSignature", "refused"] as const;

/** A signed order that was left out. Nothing was taken for it. */
export type OrderRefusedEvent = {
  readonly accountId: AccountId;
  /** What its owner signed: `hashTypedData` of the order's typed data. */
  readonly digest: Hex;
} & (
  | {
      /** Its deadline has passed; it is for no cash account; neither the owner's key nor its contract signed it. */
      readonly refusal: "expired" | "notCash" | "badSignature";
      readonly error?: undefined;
    }
  | {
      /** It could not be placed. */
      readonly refusal: "refused";
      /** What placing it directly would have thrown. */
      readonly error: BaseError;
    }
);

/** The signed orders that a transaction left out. */
export function refusedOrders({ relay }: Deployment, { logs }: TransactionReceipt): OrderRefusedEvent[] {
  return eventsOf(relay, relayAbi, "OrderRefused", logs).map(({ args }) => {
    const { account: accountId, digest } = args;
    const refusal = REFUSALS[args.refusal];
    if (refusal === "expired" || refusal === "notCash" || refusal === "badSignature") {
      return { accountId, digest, refusal };
    }
    return { accountId, digest, refusal: "refused", error: fromRevertData(args.reason) };
  });
}
