/** Using nominated compute: keys, job orders, proofs of work, the endpoints of providers. */
export { nomineeOf, toAccessKey } from "./accessKey.ts";
export { type Endpoint, formatEndpoint, parseEndpoint } from "./endpoint.ts";
export {
  assignmentPath,
  EndpointClient,
  type EndpointClientOptions,
  isReceipt,
  parseReceipts,
  parseSamples,
  REQUEST_AT,
  REQUEST_SIGNATURE,
} from "./endpointClient.ts";
export {
  AccessError,
  AccessKeyError,
  EndpointError,
  EndpointRefusedError,
  JobError,
  WorkProofError,
} from "./errors.ts";
export { Holder, type HolderOptions, pick } from "./holder.ts";
export { type CallOptions, call } from "./http.ts";
export { assertJob, chunkOf, freshChunk, JOB_KINDS, type Job, type JobKind } from "./jobs.ts";
export {
  ACCESS_TYPES,
  type JobOrder,
  requestSigner,
  type SignedRequest,
  signOrder,
  signRequest,
  verifyOrder,
} from "./order.ts";
export {
  isOrder,
  parseClaim,
  parseOpenings,
  standbyJob,
  verifyClaim,
  verifyOpenings,
  type WorkClaim,
  type WorkOpening,
} from "./proof.ts";
export { isInLog, WorkLog } from "./workLog.ts";
