/** Which orders of a nominee stand: the agent and the oracles take the same, or a provider would fail for another's order. */
import { type JobOrder, verifyOrder } from "@clearhour/sdk/access";
import { JobError } from "@clearhour/sdk/jobs";
import { type MeterDomain, orderedJob } from "@clearhour/sdk/meter";
import type { HourFacts, SlotFacts } from "./facts.ts";

/**
 * @param given Of any sender: whatever else it carries is left out, since it is passed on in requests of bounded size.
 * @returns The order.
 * @throws {JobError} when it is not a job of the list, wants more cores than were bought, or is not the one that the
 *   product's performance is measured on, where it is.
 * @throws {MeterSignatureError} when the nominee has not signed it.
 */
export async function acceptOrder(
  { job: { kind, seed, size, threads }, signature }: JobOrder,
  { assignment, lots, nominee }: SlotFacts,
  { product }: HourFacts,
  domain: MeterDomain,
): Promise<JobOrder> {
  const order = { assignment, job: { kind, seed, size, threads }, signature };
  const cores = lots * product.spec.cpuCores;
  if (threads > cores) throw new JobError(`The job wants ${threads} cores: ${cores} were bought.`);
  const measured = orderedJob(product.rules, lots);
  if (measured && (kind !== measured.kind || size !== measured.size || threads !== measured.threads)) {
    const { kind: only, size: ofSize, threads: on } = measured;
    throw new JobError(`Performance is measured on this job alone: ${only} of size ${ofSize} on ${on} threads.`);
  }
  await verifyOrder(domain, nominee, order);
  return order;
}
