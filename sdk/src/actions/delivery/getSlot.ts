import type { Hex } from "viem";
import { getBlock } from "viem/actions";
import { type SlotAccess, slotAccess } from "../../access/slot.ts";
import { seriesId } from "../../clearing/codec.ts";
import { NotAssignedError } from "../../errors/delivery.ts";
import { toClearhourError } from "../../errors/translate.ts";
import type { ReadErrorType } from "../../errors/types.ts";
import { deliveryAbi } from "../../generated/deliveryAbi.ts";
import { providersAbi } from "../../generated/providersAbi.ts";
import type { AccountId } from "../../ledger/account.ts";
import type { Assignment } from "../../meter/evidence.ts";
import { type BlockRangeParameters, getEvents } from "../internal/getEvents.ts";
import { read } from "../internal/read.ts";
import type { ClearhourClient, DeploymentParameter } from "../internal/types.ts";
import { getAssignments } from "./getAssignments.ts";

export type GetSlotParameters = DeploymentParameter & BlockRangeParameters & { readonly assignment: Assignment };

/** One assignment: who delivers what to whom, and how to reach it. */
export type GetSlotReturnType = SlotAccess & {
  readonly assignment: Assignment;
  readonly lots: number;
  readonly provider: AccountId;
  readonly holder: AccountId;
  readonly accessKey: Hex;
};

export type GetSlotErrorType = ReadErrorType;

/**
 * What the chain says of one assignment.
 *
 * @throws {ShiftPendingError} while it is not known who serves whom.
 * @throws {NotAssignedError} when the commitment does not serve the nomination.
 */
export async function getSlot(client: ClearhourClient, parameters: GetSlotParameters): Promise<GetSlotReturnType> {
  const { assignment, deployment } = parameters;
  const { commitment, hour, nomination, product } = assignment;
  const series = seriesId(product, hour);
  const { closesAt, commitments, nominations, pairs } = await getAssignments(client, { deployment, series });
  const pair = pairs.find((one) => one.commitment === commitment && one.nomination === nomination);
  const [committed, nominated] = [commitments[commitment], nominations[nomination]];
  if (!pair || !committed || !nominated) throw new NotAssignedError({ series, commitment, nomination });
  const [provider, [entry]] = await Promise.all([
    read(client, {
      abi: providersAbi,
      address: deployment.providers,
      functionName: "providerAccount",
      args: [committed.provider],
    }),
    getEvents(client, parameters, {
      abi: deliveryAbi,
      address: deployment.delivery,
      eventName: "Nominated",
      args: { series, nomination },
    }),
  ]);
  const accessKey = entry?.args.accessKey ?? "0x";
  const registered = await endpointAt(client, parameters, provider, closesAt);
  return {
    assignment,
    lots: pair.lots,
    provider,
    holder: nominated.holder,
    accessKey,
    ...slotAccess(accessKey, provider, registered),
  };
}

/** What was registered last before a time, so that all read the hour by the same meter key. */
async function endpointAt(
  client: ClearhourClient,
  parameters: GetSlotParameters,
  account: AccountId,
  time: bigint,
): Promise<string | undefined> {
  const { assignment, deployment } = parameters;
  const registered = await getEvents(client, parameters, {
    abi: providersAbi,
    address: deployment.providers,
    eventName: "CapacityRegistered",
    args: { account, product: assignment.product },
  });
  for (const { args, blockNumber } of registered.toReversed()) {
    if ((await timeOf(client, blockNumber)) >= time) continue;
    return args.endpoint;
  }
  return undefined;
}

async function timeOf(client: ClearhourClient, blockNumber: bigint): Promise<bigint> {
  try {
    return (await getBlock(client, { blockNumber })).timestamp;
  } catch (error) {
    throw toClearhourError(error);
  }
}
