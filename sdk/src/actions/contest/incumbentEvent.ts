import type { Address, Hex, TransactionReceipt } from "viem";
import type { Deployment } from "../../deployment/types.ts";
import { contestAbi } from "../../generated/contestAbi.ts";
import { eventsOf } from "../internal/logs.ts";

/** A baseline or solution that became the best so far. */
export type IncumbentEvent = {
  readonly auction: bigint;
  readonly solver: Address;
  /** Quote units. */
  readonly welfare: bigint;
  /** Quote units: welfare + gap is at least the best possible welfare. */
  readonly gap: bigint;
  /** Ticks: of its prices from the baseline's, summed over the series; each tick beyond a band counts 256 more. */
  readonly distance: bigint;
  /** Orders filled in full, as in `Solution`; no bytes of a baseline. */
  readonly accepted: Hex;
  /** Orders filled in part, as in `Solution`. */
  readonly partials: Hex;
};

/** The incumbent that a transaction brought; `undefined` where it brought none. */
export function incumbentEventOf(deployment: Deployment, { logs }: TransactionReceipt): IncumbentEvent | undefined {
  return eventsOf(deployment.contest, contestAbi, "IncumbentReplaced", logs)[0]?.args;
}
