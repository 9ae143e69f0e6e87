import type { TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import { MissingEventError } from "../../errors/chain.ts";
import { meterAbi } from "../../generated/meterAbi.ts";
import { eventsOf } from "./logs.ts";

/** What a transaction that opened a dispute published. */
export type DisputeOpened = {
  /** Number of the dispute. */
  readonly dispute: bigint;
  /** Quote units that the party put up. */
  readonly bond: bigint;
  /** The second quorum decides by then, unix seconds. */
  readonly deadline: bigint;
};

/** The dispute that a transaction opened. */
export function disputeOpened({ meter }: Deployment, { logs }: TransactionReceipt): DisputeOpened {
  const [opened] = eventsOf(meter, meterAbi, "DisputeOpened", logs);
  if (opened === undefined) throw new MissingEventError("DisputeOpened");
  const { dispute, bond, deadline } = opened.args;
  return { dispute, bond, deadline };
}
