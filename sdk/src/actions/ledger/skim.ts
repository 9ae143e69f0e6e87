import type { Hash, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { ledgerAbi } from "../../generated/ledgerAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SkimParameters = DeploymentParameter & WriteParameters;

export type SkimErrorType = WriteErrorType;

/**
 * Books tokens that were sent to the ledger without a deposit to the fees of market 0. Anyone may call it.
 *
 * @returns The transaction's hash.
 * @throws {WriteErrorType} when wallet, node or contract refuse it.
 */
export async function skim(client: ClearhourClient, parameters: SkimParameters): Promise<Hash> {
  return await write(client, parameters, skim.call(parameters));
}

/** As `skim`, and waits until it is mined. */
export async function skimSync(client: ClearhourClient, parameters: SkimParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, skim.call(parameters));
}

/** The contract call alone. */
skim.call = ({ deployment }: DeploymentParameter): ContractCall<typeof ledgerAbi, "skim"> => ({
  abi: ledgerAbi,
  address: deployment.ledger,
  functionName: "skim",
  args: [],
});
