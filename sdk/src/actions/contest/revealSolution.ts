import type { Hash, Hex, TransactionReceipt } from "viem";
import type { Solution } from "../../contest/types.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";
import { type IncumbentEvent, incumbentEventOf } from "./incumbentEvent.ts";
import { listBytes } from "./listBytes.ts";

export type RevealSolutionParameters = DeploymentParameter &
  WriteParameters & {
    /** `lane << 32 | number`; in the second half of its solving time. */
    readonly auction: bigint;
    /** What the signer committed to. */
    readonly solution: Solution;
    readonly salt: Hex;
    /** The bytes of its list. Read from the chain's logs by default. */
    readonly list?: Hex | undefined;
  };

export type RevealSolutionReturnType = {
  readonly receipt: TransactionReceipt;
  /** What it replaced the best solution with; `undefined` where it is not better. */
  readonly incumbent: IncumbentEvent | undefined;
};

export type RevealSolutionErrorType = WriteErrorType;

/**
 * Reveals the solution that the signer committed to, and gives the deposit back. It is verified whole, and is the best
 * so far if it is better. One that claims less welfare than the best is not verified: it changes nothing.
 *
 * @returns The transaction's hash.
 * @throws {NotNowError} outside of the second half of the solving time.
 * @throws {NotCommittedError} when the signer committed to something else.
 * @throws {NoBaselineError} when nobody has brought the baseline: see `submitBaseline`.
 * @throws {WrongListError} when a given list is not the auction's.
 * @throws {MisstatedError} when the solution has other figures than it claims; `verifySolution` throws the others.
 * @throws {BlockListError} when the logs do not give the list that the contract keeps.
 */
export async function revealSolution(client: ClearhourClient, parameters: RevealSolutionParameters): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `revealSolution`, and waits until it is mined. */
export async function revealSolutionSync(
  client: ClearhourClient,
  parameters: RevealSolutionParameters,
): Promise<RevealSolutionReturnType> {
  const receipt = await writeSync(client, parameters, await prepare(client, parameters));
  return { receipt, incumbent: revealSolution.extractEvent(parameters.deployment, receipt) };
}

/** The contract call alone. */
revealSolution.call = (
  parameters: DeploymentParameter & {
    readonly auction: bigint;
    readonly solution: Solution;
    readonly salt: Hex;
    readonly list: Hex;
  },
): ContractCall<typeof contestAbi, "reveal"> => {
  const { deployment, auction, solution, salt, list } = parameters;
  return {
    abi: contestAbi,
    address: deployment.contest,
    functionName: "reveal",
    args: [auction, solution, salt, list],
  };
};

/** The incumbent that a transaction brought; `undefined` where its solution was not better. */
revealSolution.extractEvent = incumbentEventOf;

async function prepare(client: ClearhourClient, parameters: RevealSolutionParameters) {
  const { deployment, auction, solution, salt } = parameters;
  const list = parameters.list ?? (await listBytes(client, { deployment, auction }));
  return revealSolution.call({ deployment, auction, solution, salt, list });
}
