import type { ReadErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetShortParameters = DeploymentParameter &
  BlockParameter & {
    readonly accountId: AccountId;
    /** `product << 32 | hour`. */
    readonly series: bigint;
  };

export type GetShortReturnType = {
  /** Lots owed; 0 when not short. */
  readonly lots: number;
  /** Average basis, max(sale price, basisFloor), ticks x 256, rounded down. */
  readonly k: number;
  /** Average of max(basis, reference at sale), ticks x 256, rounded down. */
  readonly mark: number;
};

export type GetShortErrorType = ReadErrorType;

/**
 * The short lots of an account in a series, and what they count as sold for.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getShort(client: ClearhourClient, parameters: GetShortParameters): Promise<GetShortReturnType> {
  const { deployment, accountId, series, blockNumber } = parameters;
  const [lots, k, mark] = await read(client, {
    abi: ledgerAbi,
    address: deployment.ledger,
    functionName: "shortOf",
    args: [accountId, series],
    blockNumber,
  });
  return { lots, k, mark };
}
