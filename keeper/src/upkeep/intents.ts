/** From what is to be done to the transactions that do it. */
import {
  armShift,
  claimCompensation,
  closeSilent,
  commitAll,
  type Deployment,
  defaultShort,
  fixShift,
  presentLeaf,
  releaseUnassigned,
  settle,
  settleMissingLeaf,
  settleWithoutRoot,
  sweepCompensation,
} from "@clearhour/sdk";
import type { Intent } from "../chain/sender.ts";
import { pairKey } from "../delivery/facts.ts";
import type { UpkeepAction } from "./decide.ts";

/** Long enough for whatever has no deadline of its own. */
const FOREVER = 2n ** 48n;

export function intentOf(action: UpkeepAction, deployment: Deployment): Intent {
  const key = keyOf(action);
  const deadline = action.kind === "commitAll" ? action.deadline : FOREVER;
  return { kind: action.kind, key, locks: [key], deadline, call: callOf(action, deployment) as Intent["call"] };
}

/** Equal for two proposals to do the same. */
function keyOf(action: UpkeepAction): string {
  const base = `${action.kind}/${action.series}`;
  switch (action.kind) {
    case "commitAll":
    case "defaultShort":
      return `${base}/${action.account}`;
    case "release":
      return `${base}/${action.commitment}`;
    case "claimCompensation":
      return `${base}/${action.nomination}`;
    case "settleMissingLeaf":
    case "settleWithoutRoot":
      return `${base}/${pairKey(action)}`;
    case "closeSilent":
    case "presentLeaf":
      return `${base}/${action.dispute}`;
    case "settle":
      return `${base}/${action.readings.map(({ reading }) => pairKey(reading)).join(" ")}`;
    default:
      return base;
  }
}

function callOf(action: UpkeepAction, deployment: Deployment): unknown {
  switch (action.kind) {
    case "commitAll":
      return commitAll.call({ deployment, series: [action.series], accountId: action.account });
    case "armShift":
      return armShift.call({ deployment, series: action.series });
    case "fixShift":
      return fixShift.call({ deployment, series: action.series });
    case "release":
      return releaseUnassigned.call({ deployment, series: action.series, commitment: action.commitment });
    case "defaultShort":
      return defaultShort.call({ deployment, series: action.series, accountId: action.account });
    case "settle":
      return settle.call({ deployment, readings: action.readings });
    case "settleMissingLeaf":
      return settleMissingLeaf.call({ deployment, ...action });
    case "settleWithoutRoot":
      return settleWithoutRoot.call({ deployment, ...action });
    case "claimCompensation":
      return claimCompensation.call({ deployment, series: action.series, nomination: action.nomination });
    case "sweepCompensation":
      return sweepCompensation.call({ deployment, series: action.series });
    case "closeSilent":
      return closeSilent.call({ deployment, dispute: action.dispute });
    case "presentLeaf":
      return presentLeaf.call({ deployment, ...action });
  }
}
