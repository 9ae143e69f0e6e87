import type { Hash, Hex, TransactionReceipt } from "viem";
import { commitmentTo } from "../../contest/codec.ts";
import type { Solution } from "../../contest/types.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { signerAddress, write, writeSync } from "../internal/write.ts";

export type CommitSolutionParameters = DeploymentParameter &
  WriteParameters & {
    /** `lane << 32 | number`; in the first half of its solving time. */
    readonly auction: bigint;
    /** From `encodeSolution`; keep it, and the salt, until it is revealed. */
    readonly solution: Solution;
    /** 32 random bytes: without them others could guess the solution. */
    readonly salt: Hex;
  };

export type CommitSolutionReturnType = {
  readonly receipt: TransactionReceipt;
  readonly commitment: Hex;
};

export type CommitSolutionErrorType = WriteErrorType;

/**
 * Commits the signer to a solution of a contest without telling it; a later commitment replaces it. The first one takes
 * the market's `maxTip` from the signer's free cash as a deposit, which revealing gives back.
 *
 * @returns The transaction's hash.
 * @throws {NotNowError} outside of the first half of the solving time.
 * @throws {NoBlocksError} when the auction has no strips or blocks.
 * @throws {InsufficientCashError} when the signer's free cash does not cover the deposit.
 */
export async function commitSolution(client: ClearhourClient, parameters: CommitSolutionParameters): Promise<Hash> {
  return await write(client, parameters, prepare(client, parameters));
}

/** As `commitSolution`, and waits until it is mined. */
export async function commitSolutionSync(
  client: ClearhourClient,
  parameters: CommitSolutionParameters,
): Promise<CommitSolutionReturnType> {
  const contractCall = prepare(client, parameters);
  const receipt = await writeSync(client, parameters, contractCall);
  return { receipt, commitment: contractCall.args[1] };
}

/** The contract call alone. */
commitSolution.call = (
  parameters: DeploymentParameter & { readonly auction: bigint; readonly commitment: Hex },
): ContractCall<typeof contestAbi, "commit"> => ({
  abi: contestAbi,
  address: parameters.deployment.contest,
  functionName: "commit",
  args: [parameters.auction, parameters.commitment],
});

function prepare(client: ClearhourClient, parameters: CommitSolutionParameters) {
  const { deployment, account, auction, salt, solution } = parameters;
  const commitment = commitmentTo(auction, signerAddress(client, account), salt, solution);
  return commitSolution.call({ deployment, auction, commitment });
}
