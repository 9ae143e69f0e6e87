/** Whether faults left enough oracles to read an hour. Pure. */
import { QUORUM } from "../oracles.ts";
import type { Outage } from "./inject.ts";
import { PARTS } from "./plan.ts";

/** Chain seconds in which an oracle that was out finds what happened meanwhile: until then it is out still. */
export const RECOVERY = 900;

/** Chain time, unix seconds. */
interface Window {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether there was a moment of a window at which fewer oracles than a quorum worked. Oracles that were out one after
 * the other, so that a quorum worked all the time, excuse nothing.
 */
export function lacksQuorum({ from, to }: Window, outages: readonly Outage[]): boolean {
  const out = outages.flatMap((one) =>
    "part" in one.fault && one.fault.part === "oracle" && one.from < to && one.to + RECOVERY > from
      ? [{ hit: one.fault.hit, from: one.from, to: one.to + RECOVERY }]
      : [],
  );
  // Most are out when one of the outages begins, or when the window does.
  const moments = [from, ...out.map((one) => one.from)].filter((moment) => moment >= from);
  return moments.some((moment) => {
    const hit = out.filter((one) => one.from <= moment && moment < one.to).flatMap((one) => one.hit);
    return PARTS.oracle - new Set(hit).size < QUORUM;
  });
}
