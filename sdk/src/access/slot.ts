/** How an assignment is reached, out of what its two sides have put on-chain: nothing checks either there. */
import { type Address, type Hex, zeroAddress } from "viem";
import { type AccountId, unpackAccount } from "../ledger/account.ts";
import { nomineeOf } from "./accessKey.ts";
import { type Endpoint, parseEndpoint } from "./endpoint.ts";
import { AccessError } from "./errors.ts";

export type SlotAccess = {
  /** The address of the access key: who may use the slot, and signs orders and receipts. Zero where the key is none. */
  readonly nominee: Address;
  /** Where the provider serves it: as registered when the gate closed. Undefined where that is no URL. */
  readonly endpoint: Endpoint | undefined;
  /** Who signs the samples: named with the endpoint, else the provider's owner. */
  readonly meterKey: Address;
};

/**
 * How the slot of an assignment is reached. What its two sides have put on-chain may be anything: what cannot be read is
 * left out, nothing is thrown for it.
 *
 * @param registered The provider's endpoint, as it was registered last when the gate closed.
 */
export function slotAccess(accessKey: Hex, provider: AccountId, registered: string | undefined): SlotAccess {
  const endpoint = registered === undefined ? undefined : orElse(() => parseEndpoint(registered), undefined);
  return {
    nominee: orElse(() => nomineeOf(accessKey), zeroAddress),
    endpoint,
    meterKey: endpoint?.meterKey ?? unpackAccount(provider).owner,
  };
}

function orElse<T>(parse: () => T, otherwise: T): T {
  try {
    return parse();
  } catch (error) {
    if (error instanceof AccessError) return otherwise;
    throw error;
  }
}
