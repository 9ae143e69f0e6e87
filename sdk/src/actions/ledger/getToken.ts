import { type Address, erc20Abi } from "viem";
import type { ReadErrorType } from "../../errors/types.ts";
import { read } from "../internal/read.ts";
import type { BlockParameter, ClearhourClient, DeploymentParameter } from "../internal/types.ts";

export type GetTokenParameters = DeploymentParameter &
  BlockParameter & {
    /** Adds what this address holds and what the ledger may take of it. */
    readonly owner?: Address | undefined;
  };

export type GetTokenReturnType = {
  readonly address: Address;
  readonly name: string;
  readonly symbol: string;
  /** 6 to 18: one whole token is 10 to this power quote units. */
  readonly decimals: number;
  /** Token units of `owner`; 0 without an owner. */
  readonly balance: bigint;
  /** Token units that the ledger may take of `owner`; 0 without an owner. */
  readonly allowance: bigint;
};

export type GetTokenErrorType = ReadErrorType;

/**
 * The quote token, and what an address holds of it outside of the ledger.
 *
 * @throws {ReadErrorType} when the chain cannot be read.
 */
export async function getToken(client: ClearhourClient, parameters: GetTokenParameters): Promise<GetTokenReturnType> {
  const { deployment, owner, blockNumber } = parameters;
  const token = { abi: erc20Abi, address: deployment.token, blockNumber } as const;
  const [name, symbol, decimals, balance, allowance] = await Promise.all([
    read(client, { ...token, functionName: "name", args: [] }),
    read(client, { ...token, functionName: "symbol", args: [] }),
    read(client, { ...token, functionName: "decimals", args: [] }),
    owner === undefined ? 0n : read(client, { ...token, functionName: "balanceOf", args: [owner] }),
    owner === undefined ? 0n : read(client, { ...token, functionName: "allowance", args: [owner, deployment.ledger] }),
  ]);
  return { address: deployment.token, name, symbol, decimals, balance, allowance };
}
