import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import type { MeterRoot } from "../../meter/attestation.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type PostRootArguments = {
  /** What the oracles signed; `meterRootOf` computes it. */
  readonly root: MeterRoot;
  /** By at least a quorum of the product's oracle set, sorted by the addresses of their signers. */
  readonly signatures: readonly Hex[];
};

export type PostRootParameters = DeploymentParameter & WriteParameters & PostRootArguments;

export type PostRootErrorType = WriteErrorType;

/**
 * Posts the root of a period's readings, once, after the period and before it is due. Anyone may bring it.
 *
 * @returns The transaction's hash.
 * @throws {BelowQuorumError} when there are too few signatures.
 * @throws {NotMemberError} when somebody signed who is not in the set, or something else was signed.
 * @throws {SignersNotAscendingError} when signatures are not sorted by their signers.
 * @throws {RootTooEarlyError} before the period is over.
 * @throws {RootTooLateError} after it was due.
 * @throws {RootExistsError} when it was posted before.
 */
export async function postRoot(client: ClearhourClient, parameters: PostRootParameters): Promise<Hash> {
  return await write(client, parameters, postRoot.call(parameters));
}

/** As `postRoot`, and waits until it is mined. */
export async function postRootSync(
  client: ClearhourClient,
  parameters: PostRootParameters,
): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, postRoot.call(parameters));
}

/** The contract call alone. */
postRoot.call = (parameters: DeploymentParameter & PostRootArguments): ContractCall<typeof meterAbi, "postRoot"> => ({
  abi: meterAbi,
  address: parameters.deployment.meter,
  functionName: "postRoot",
  args: [
    parameters.root.product,
    parameters.root.hour,
    parameters.root.root,
    parameters.root.count,
    parameters.signatures,
  ],
});
