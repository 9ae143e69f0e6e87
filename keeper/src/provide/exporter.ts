/** Which page a slot shows: that of the machine for CPU products, a made-up one for others where that is allowed. */
import { SYNTHETIC_LABEL, SyntheticDcgm } from "@clearhour/sdk/meter";
import type { HourFacts, SlotFacts } from "../delivery/facts.ts";
import { hostPage, type JobFigures, jobPage } from "./page.ts";

/** Makes the pages of one slot. */
export type Exporter = (figures: JobFigures, now: number) => string;

/**
 * The exporter of a slot; undefined where this machine has none: accelerators are not metered by it.
 *
 * @param synthetic Whether made-up figures may be served. They say so themselves.
 */
export function exporterFor(
  { product }: HourFacts,
  { assignment }: SlotFacts,
  synthetic: boolean,
): Exporter | undefined {
  const { spec } = product;
  if (!spec.accelerator) return (figures) => jobPage(assignment, figures) + hostPage();
  if (!synthetic) return undefined;
  const { count, model } = spec.accelerator;
  const host = `synthetic-${assignment.commitment}`;
  const dcgm = new SyntheticDcgm({ gpus: count, model, host });
  return (figures, now) => {
    const page = dcgm.page(now, figures.running ? 1 : 0);
    return page + jobPage(assignment, figures, { [SYNTHETIC_LABEL]: "true" });
  };
}
