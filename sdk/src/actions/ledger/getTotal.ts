import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetTotalParameters = DeploymentParameter & BlockParameter;

export type GetTotalErrorType = ReadErrorType;

/**
 * The sum of all accounts, as the ledger keeps it. The ledger holds at least as many tokens.
 *
 * @returns Quote units.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getTotal(client: ClearhourClient, parameters: GetTotalParameters): Promise<bigint> {
  const { deployment, blockNumber } = parameters;
  return await read(client, {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "total",
    args: [],
    blockNumber,
  });
}
