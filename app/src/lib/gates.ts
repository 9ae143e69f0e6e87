/** What a gate is called. */
import type { Lane } from "@clearhour/sdk";

const DAY = 86_400;

/** The name of a gate by how far it is ahead of delivery. */
export function gateName({ lead }: Pick<Lane, "lead">): string {
  if (lead >= 14 * DAY) return "Month ahead";
  if (lead >= 3 * DAY) return "Week ahead";
  if (lead >= 6 * 3600) return "Day ahead";
  return "Hour ahead";
}
