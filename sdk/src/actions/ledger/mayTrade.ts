import type { Address } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type MayTradeParameters = DeploymentParameter &
  BlockParameter & { readonly accountId: AccountId; readonly caller: Address };

export type MayTradeErrorType = ReadErrorType;

/**
 * Whether an address may trade for an account: its owner or an operator of the owner.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function mayTrade(client: ClearhourClient, parameters: MayTradeParameters): Promise<boolean> {
  const { deployment, accountId, caller, blockNumber } = parameters;
  return await read(client, {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "mayTrade",
    args: [accountId, caller],
    blockNumber,
  });
}
