/** From the samples to the settled reading again, held against nothing but the chain. */
import { isAddressEqual } from "viem";
import { type GetSlotReturnType, getSlot } from "../actions/delivery/getSlot.ts";
import type { BlockRangeParameters } from "../actions/internal/getEvents.ts";
import type { ClearhourClient, DeploymentParameter } from "../actions/internal/types.ts";
import { type GetSettledReadingReturnType, getSettledReading } from "../actions/settlement/getSettledReading.ts";
import { type BundleVerdict, parseBundle, type SamplesBundle, type Trust, verifyBundle } from "../meter/bundle.ts";
import { BundleError } from "../meter/errors.ts";
import type { Assignment } from "../meter/evidence.ts";
import type { Reading } from "../meter/reading.ts";
import { challengeQuorumOf } from "../meter/rules.ts";
import { getHourRules } from "./hourRules.ts";

export type VerifySettledParameters = DeploymentParameter &
  BlockRangeParameters & {
    readonly assignment: Assignment;
    /**
     * Gets the parsed JSON of the bundle; any shape, it is checked. From the provider's endpoint it is
     * `new EndpointClient(…).bundle()`, with the `endpoint` of the slot that it is given.
     */
    readonly bundle: (slot: GetSlotReturnType) => Promise<unknown>;
  };

export type VerifySettledReturnType = BundleVerdict & {
  readonly slot: GetSlotReturnType;
  /** What the chain says; undefined where the assignment is not settled by a reading (yet). */
  readonly settled: GetSettledReadingReturnType | undefined;
  /** Fields in which the settled reading is another than the one that follows from the samples. */
  readonly settledDiffers: readonly { field: string; settled: unknown; recomputed: unknown }[];
};

/**
 * Derives a settled reading again from its samples, receipts and challenges, and compares it with the chain.
 *
 * What must have signed, which terms apply and how many lots there are is read from the chain; of the bundle only the
 * evidence is used.
 *
 * @throws {BundleError} when the bundle has another shape or is of something else.
 * @throws {MeterSignatureError} when a signature is not by the key that had to sign.
 * @throws {NotAssignedError} when there is no such assignment.
 */
export async function verifySettled(
  client: ClearhourClient,
  parameters: VerifySettledParameters,
): Promise<VerifySettledReturnType> {
  const slot = await getSlot(client, parameters);
  const settled = await getSettledReading(client, parameters);
  const bundle = parseBundle(await parameters.bundle(slot));
  const trust = await trustOf(client, parameters, slot, bundle);
  const verdict = await verifyBundle(bundle, trust);
  return { ...verdict, slot, settled, settledDiffers: settled ? compare(settled.reading, verdict.reading) : [] };
}

/** What the chain says that a bundle must be. */
async function trustOf(
  client: ClearhourClient,
  parameters: VerifySettledParameters,
  { assignment, lots, meterKey, nominee }: GetSlotReturnType,
  bundle: SamplesBundle,
): Promise<Trust> {
  const { deployment } = parameters;
  const { first, second, terms: rules } = await getHourRules(client, { ...parameters, product: assignment.product });
  // A verdict may have settled the assignment: then the second set's challenges count.
  const set = [first, second].find((one) => one !== undefined && isSame(one.members, bundle.oracles)) ?? first;
  if (set === undefined) throw new BundleError(["/oracles cannot be checked: the product's set is not registered"]);
  const { challengeQuorum } = bundle.terms;
  if (challengeQuorum < challengeQuorumOf(set.quorum) || challengeQuorum > challengeQuorumOf(set.members.length)) {
    throw new BundleError([`/terms/challengeQuorum is ${challengeQuorum}, which no quorum of ${set.quorum} gives`]);
  }
  const { floor, ...others } = rules;
  const terms = { ...others, challengeQuorum, ...(floor && { floor }) };
  const domain = { chainId: deployment.chainId, verifyingContract: deployment.meter };
  return { domain, assignment, lots, terms, meterKey, nominee, oracles: set.members };
}

function isSame(a: SamplesBundle["oracles"], b: SamplesBundle["oracles"]): boolean {
  return a.length === b.length && a.every((one) => b.some((other) => isAddressEqual(one, other)));
}

function compare(settled: Reading, recomputed: Reading) {
  const fields = Object.keys(recomputed) as (keyof Reading)[];
  return fields
    .filter((field) => settled[field] !== recomputed[field])
    .map((field) => ({ field, settled: settled[field], recomputed: recomputed[field] }));
}
