import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetBalanceParameters = DeploymentParameter & BlockParameter & { readonly accountId: AccountId };

export type GetBalanceErrorType = ReadErrorType;

/**
 * The cash of a ledger account of any kind.
 *
 * @returns Quote units.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getBalance(client: ClearhourClient, parameters: GetBalanceParameters): Promise<bigint> {
  const { deployment, accountId, blockNumber } = parameters;
  return await read(client, {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "balanceOf",
    args: [accountId],
    blockNumber,
  });
}
