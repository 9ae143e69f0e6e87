import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetPositionParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetPositionErrorType = ReadErrorType;

/**
 * The position of an account in one series. Lots in open orders are not part of it.
 *
 * @returns Lots: positive when long, negative when short.
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getPosition(client: ClearhourClient, parameters: GetPositionParameters): Promise<number> {
  const { deployment, accountId, series, blockNumber } = parameters;
  return await read(client, {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "positionOf",
    args: [accountId, series],
    blockNumber,
  });
}
