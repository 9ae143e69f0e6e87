import type { Hash, Hex, TransactionReceipt } from "viem";
import type { WriteErrorType } from "../../errors/types.ts";
import { settlementAbi } from "../../generated/settlementAbi.ts";
import type { Reading } from "../../meter/reading.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type SettleArguments = {
  /** Readings with their proofs in the root of their series, as `readingsTree` gives them. */
  readonly readings: readonly { readonly reading: Reading; readonly proof: readonly Hex[] }[];
};

export type SettleParameters = DeploymentParameter & WriteParameters & SettleArguments;

export type SettleErrorType = WriteErrorType;

/**
 * Settles assignments by their readings, for anyone by anyone, and pays the tips to the signer. Assignments that are
 * settled already are skipped. Cheapest with the readings of a commitment side by side.
 *
 * @returns The transaction's hash.
 * @throws {ForgedLeafError} when a reading is not under its posted root.
 * @throws {NoRootError} when no root was posted.
 * @throws {WindowOpenError} while readings can still be disputed.
 * @throws {UnderDisputeError} while one is disputed.
 * @throws {NotAssignedError} when a commitment does not serve a nomination.
 * @throws {NothingToSettleError} when all were settled before.
 */
export async function settle(client: ClearhourClient, parameters: SettleParameters): Promise<Hash> {
  return await write(client, parameters, settle.call(parameters));
}

/** As `settle`, and waits until it is mined. */
export async function settleSync(client: ClearhourClient, parameters: SettleParameters): Promise<TransactionReceipt> {
  return await writeSync(client, parameters, settle.call(parameters));
}

/** The contract call alone. */
settle.call = (parameters: DeploymentParameter & SettleArguments): ContractCall<typeof settlementAbi, "settle"> => ({
  abi: settlementAbi,
  address: parameters.deployment.settlement,
  functionName: "settle",
  args: [parameters.readings.map(({ reading }) => reading), parameters.readings.map(({ proof }) => proof)],
});
