/** What a nominee signs to use an hour: the order for a job, and each request to the provider. */
import { type Address, type Hex, isAddressEqual, keccak256, recoverTypedDataAddress, stringToBytes } from "viem";
import { assertJob, type Job } from "../jobs/jobs.ts";
import { MeterSignatureError } from "../meter/errors.ts";
import type { Assignment } from "../meter/evidence.ts";
import { type MeterDomain, meterDomain, type TypedDataSigner } from "../meter/typedData.ts";

/** A job for the hour of an assignment, signed with its access key. */
export type JobOrder = { readonly assignment: Assignment; readonly job: Job; readonly signature: Hex };

/** A request to a provider: its signature says who asks, and for how long that holds. */
export type SignedRequest = {
  readonly method: string;
  /** Path below the endpoint. */
  readonly target: string;
  readonly body: string;
  /** When, in ms of chain time. */
  readonly at: number;
  readonly signature: Hex;
};

/** The EIP-712 types, in the domain of metering evidence. */
export const ACCESS_TYPES = {
  JobOrder: [
    { name: "product", type: "uint32" },
    { name: "hour", type: "uint32" },
    { name: "commitment", type: "uint32" },
    { name: "nomination", type: "uint32" },
    { name: "kind", type: "string" },
    { name: "seed", type: "bytes32" },
    { name: "size", type: "uint32" },
    { name: "threads", type: "uint8" },
  ],
  Request: [
    { name: "method", type: "string" },
    { name: "target", type: "string" },
    { name: "body", type: "bytes32" },
    { name: "at", type: "uint64" },
  ],
} as const;

function orderTypedData(domain: MeterDomain, { assignment, job }: Omit<JobOrder, "signature">) {
  const { commitment, hour, nomination, product } = assignment;
  const { kind, seed, size, threads } = job;
  return {
    domain: meterDomain(domain),
    types: { JobOrder: ACCESS_TYPES.JobOrder },
    primaryType: "JobOrder",
    message: { product, hour, commitment, nomination, kind, seed, size, threads },
  } as const;
}

function requestTypedData(domain: MeterDomain, { at, body, method, target }: Omit<SignedRequest, "signature">) {
  return {
    domain: meterDomain(domain),
    types: { Request: ACCESS_TYPES.Request },
    primaryType: "Request",
    message: { method, target, body: keccak256(stringToBytes(body)), at: BigInt(at) },
  } as const;
}

/**
 * Signs, as the nominee, what is to be computed in the hour of an assignment.
 *
 * @throws {JobError} when it is not a job that a provider runs.
 */
export async function signOrder(
  signer: TypedDataSigner,
  domain: MeterDomain,
  order: Omit<JobOrder, "signature">,
): Promise<JobOrder> {
  assertJob(order.job);
  return { ...order, signature: await signer.signTypedData(orderTypedData(domain, order) as never) };
}

/**
 * @throws {JobError} when it is not a job that a provider runs.
 * @throws {MeterSignatureError} when it is not signed by the nominee.
 */
export async function verifyOrder(domain: MeterDomain, nominee: Address, order: JobOrder): Promise<void> {
  assertJob(order.job);
  const { signature } = order;
  const recover = () => recoverTypedDataAddress({ ...orderTypedData(domain, order), signature });
  const actual = await recover().catch(() => undefined);
  if (actual === undefined || !isAddressEqual(actual, nominee)) {
    throw new MeterSignatureError("the job order", nominee, actual);
  }
}

/** Signs a request with the key of who asks. */
export async function signRequest(
  signer: TypedDataSigner,
  domain: MeterDomain,
  request: Omit<SignedRequest, "signature">,
): Promise<SignedRequest> {
  return { ...request, signature: await signer.signTypedData(requestTypedData(domain, request) as never) };
}

/** Who signed a request; undefined where the signature recovers to nobody. */
export async function requestSigner(domain: MeterDomain, request: SignedRequest): Promise<Address | undefined> {
  const { signature } = request;
  try {
    return await recoverTypedDataAddress({ ...requestTypedData(domain, request), signature });
  } catch {
    return undefined;
  }
}
