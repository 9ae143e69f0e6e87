/** Product specs and settlement terms: what a product is, as data. */
export { compareSpecs, type Effect, type SpecDifference } from "./compare.ts";
export { type Exact, formatDecimal, parseDecimal } from "./decimal.ts";
export {
  SpecDuplicateKeyError,
  SpecEncodingError,
  SpecError,
  SpecInvalidError,
  type SpecIssue,
  SpecNotCanonicalError,
  SpecNumberError,
  SpecSyntaxError,
  SpecTooLargeError,
  TermsError,
  type TermsIssue,
} from "./errors.ts";
export { cpuExample, gpuExample } from "./examples.ts";
export { MAX_PRICE_TICKS, TERMS_FIELDS, type TermsField, TIERS } from "./fields.ts";
export { canonicalSpec, specBytes, specHash } from "./hash.ts";
export { basisRisk, LAYERS, type Layer, specLayers } from "./layers.ts";
export { type ParseSpecOptions, parseSpec, validateSpec } from "./parse.ts";
export { domainLots } from "./rules.ts";
export { MAX_SPEC_BYTES, specSchema } from "./schema.ts";
export {
  assertTerms,
  type DeliveryTerms,
  formatTerms,
  type OracleTerms,
  type Terms,
  type TermsInput,
  type TermsOptions,
  type TradeTerms,
  terms,
} from "./terms.ts";
export type { PerformanceFloor, Pin, Place, Spec } from "./types.ts";
export type { Duration } from "./written.ts";
