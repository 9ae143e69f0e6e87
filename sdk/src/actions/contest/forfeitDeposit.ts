import type { Address, Hash, TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import { MissingEventError } from "../../errors/chain.ts";
import type { WriteErrorType } from "../../errors/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { eventsOf } from "../internal/logs.ts";
import type { ClearhourClient, ContractCall, DeploymentParameter, WriteParameters } from "../internal/types.ts";
import { write, writeSync } from "../internal/write.ts";

export type ForfeitDepositArguments = {
  /** `lane << 32 | number`; its deadline has passed. */
  readonly auction: bigint;
  /** Who committed and never revealed. */
  readonly solver: Address;
};

export type ForfeitDepositParameters = DeploymentParameter & WriteParameters & ForfeitDepositArguments;

export type ForfeitDepositReturnType = {
  readonly receipt: TransactionReceipt;
  /** What went to the market's fees, quote units. */
  readonly amount: bigint;
};

export type ForfeitDepositErrorType = WriteErrorType;

/**
 * Gives the deposit of a solution that was never revealed to the market's fees. Anyone may.
 *
 * @returns The transaction's hash.
 * @throws {NotNowError} before the deadline.
 * @throws {NoDepositError} when the solver has no deposit in this contest.
 */
export async function forfeitDeposit(client: ClearhourClient, parameters: ForfeitDepositParameters): Promise<Hash> {
  return await write(client, parameters, forfeitDeposit.call(parameters));
}

/** As `forfeitDeposit`, and waits until it is mined. */
export async function forfeitDepositSync(
  client: ClearhourClient,
  parameters: ForfeitDepositParameters,
): Promise<ForfeitDepositReturnType> {
  const receipt = await writeSync(client, parameters, forfeitDeposit.call(parameters));
  return { ...forfeitDeposit.extractEvent(parameters.deployment, receipt), receipt };
}

/** The contract call alone. */
forfeitDeposit.call = (
  parameters: DeploymentParameter & ForfeitDepositArguments,
): ContractCall<typeof contestAbi, "forfeit"> => ({
  abi: contestAbi,
  address: parameters.deployment.contest,
  functionName: "forfeit",
  args: [parameters.auction, parameters.solver],
});

/** The deposit that a transaction took. */
forfeitDeposit.extractEvent = (deployment: Deployment, { logs }: TransactionReceipt): { readonly amount: bigint } => {
  const [forfeited] = eventsOf(deployment.contest, contestAbi, "DepositForfeited", logs);
  if (forfeited === undefined) throw new MissingEventError("DepositForfeited");
  return { amount: forfeited.args.amount };
};
