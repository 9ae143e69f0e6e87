/** Using nominated compute: keys, job orders, proofs of work, the endpoints of providers. */
export { nomineeOf, toAccessKey } from "./accessKey.ts";
export { getChallenges } from "./challenges.ts";
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
export { AccessError, AccessKeyError, EndpointError, EndpointRefusedError, OrderRefusedError } from "./errors.ts";
export { Holder, type HolderOptions, pick, type WorkSeen } from "./holder.ts";
export { getHourRules, type HourRules } from "./hourRules.ts";
export { type HourSoFar, HourWatch, type HourWatchOptions } from "./hourWatch.ts";
export { type CallOptions, callEndpoint } from "./http.ts";
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
export { makeSessionKey } from "./sessionKey.ts";
export { type SlotAccess, slotAccess } from "./slot.ts";
export {
  type VerifySettledParameters,
  type VerifySettledReturnType,
  verifySettled,
} from "./verifySettled.ts";
