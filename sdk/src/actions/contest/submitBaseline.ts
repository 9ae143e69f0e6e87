import type { Hash, Hex, TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import { MissingEventError } from "../../errors/chain.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { getHints } from "../auction/getHints.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";
import { type IncumbentEvent, incumbentEventOf } from "./incumbentEvent.ts";
import { listBytes } from "./listBytes.ts";

export type SubmitBaselineParameters = DeploymentParameter &
  WriteParameters & {
    /** `lane << 32 | number`; its collecting time is over and its deadline has not come. */
    readonly auction: bigint;
    /** The clearing of its hourly orders, two bytes per series. Computed from the books by default. */
    readonly hints?: Hex | undefined;
    /** The bytes of its list. Read from the chain's logs by default. */
    readonly list?: Hex | undefined;
  };

export type SubmitBaselineReturnType = IncumbentEvent & { readonly receipt: TransactionReceipt };

export type SubmitBaselineErrorType = WriteErrorType;

/**
 * Brings the baseline of a contest: the clearing of the hourly orders alone, with the list that proves how far from
 * optimal it can be. Anyone may, once.
 *
 * @returns The transaction's hash.
 * @throws {AlreadyClearedError} when somebody was faster.
 * @throws {AuctionNotSolvingError} before orders are closed and after the deadline.
 * @throws {NoBlocksError} when the auction has no strips or blocks: it is cleared with `clearAuction`.
 * @throws {NotClearingError} when given hints are not the clearing.
 * @throws {WrongListError} when a given list is not the auction's.
 * @throws {BlockListError} when the logs do not give the list that the contract keeps.
 */
export async function submitBaseline(client: ClearhourClient, parameters: SubmitBaselineParameters): Promise<Hash> {
  return await write(client, parameters, await prepare(client, parameters));
}

/** As `submitBaseline`, and waits until it is mined. */
export async function submitBaselineSync(
  client: ClearhourClient,
  parameters: SubmitBaselineParameters,
): Promise<SubmitBaselineReturnType> {
  const receipt = await writeSync(client, parameters, await prepare(client, parameters));
  return { ...submitBaseline.extractEvent(parameters.deployment, receipt), receipt };
}

/** The contract call alone. */
submitBaseline.call = (
  parameters: DeploymentParameter & { readonly auction: bigint; readonly hints: Hex; readonly list: Hex },
): ContractCall<typeof contestAbi, "baseline"> => ({
  abi: contestAbi,
  address: parameters.deployment.contest,
  functionName: "baseline",
  args: [parameters.auction, parameters.hints, parameters.list],
});

/** What the baseline comes to. */
submitBaseline.extractEvent = (deployment: Deployment, receipt: TransactionReceipt): IncumbentEvent => {
  const event = incumbentEventOf(deployment, receipt);
  if (event === undefined) throw new MissingEventError("IncumbentReplaced");
  return event;
};

async function prepare(client: ClearhourClient, { deployment, auction, hints, list }: SubmitBaselineParameters) {
  const [own, records] = await Promise.all([
    hints ?? getHints(client, { deployment, auction }),
    list ?? listBytes(client, { deployment, auction }),
  ]);
  return submitBaseline.call({ deployment, auction, hints: own, list: records });
}
