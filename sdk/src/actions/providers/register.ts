import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import { type AccountId, cashAccount } from "../../ledger/account.ts";
import { checkUint32 } from "../../range.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type RegisterArguments = {
  readonly product: number;
  /** Lots per delivery period, 0 to 134,217,727. */
  readonly lots: number;
  /** Where nominated holders get access: a URL of at most 256 bytes, public in the event. */
  readonly endpoint: string;
};

export type RegisterParameters = DeploymentParameter &
  WriteParameters &
  RegisterArguments & {
    /** A provider's account that the signer may trade for; its own desk 0 by default. */
    readonly accountId?: AccountId | undefined;
  };

export type RegisterErrorType = WriteErrorType;

/**
 * Registers capacity per period for a product. More counts at once, less from the first period that no auction
 * trades yet.
 *
 * @returns The transaction's hash.
 * @throws {NotProviderError} when the account is not enrolled.
 * @throws {CapacityTooLargeError} when the lots do not fit.
 * @throws {EndpointTooLongError} when the endpoint has more than 256 bytes.
 */
export async function register(client: ClearhourClient, parameters: RegisterParameters): Promise<Hash> {
  return await write(client, parameters, withDefaults(client, parameters));
}

/** As `register`, and waits until it is mined. */
export async function registerSync(
  client: ClearhourClient,
  parameters: RegisterParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, withDefaults(client, parameters));
}

/** The contract call alone. */
register.call = (
  parameters: DeploymentParameter & RegisterArguments & { readonly accountId: AccountId },
): ContractCall<typeof providersAbi, "register"> => {
  const { deployment, accountId, product, lots, endpoint } = parameters;
  return {
    abi: providersAbi,
    address: deployment.providers,
    functionName: "register",
    args: [accountId, checkUint32("product", product), checkUint32("lots", lots), endpoint],
  };
};

function withDefaults(client: ClearhourClient, parameters: RegisterParameters) {
  const { account, accountId = cashAccount(signerAddress(client, account)) } = parameters;
  return register.call({ ...parameters, accountId });
}
