/** Metering: from exporters' pages to readings that anyone can derive again. */
export {
  ATTESTATION_TYPES,
  type MeterRoot,
  meterRootOf,
  readingHash,
  rootSigner,
  signRoot,
  signVerdict,
  type Verdict,
  verdictSigner,
} from "./attestation.ts";
export {
  type BundleVerdict,
  parseBundle,
  type ReadingJson,
  readingFromJson,
  readingToJson,
  type SamplesBundle,
  type Trust,
  verifyBundle,
} from "./bundle.ts";
export { BUNDLE_SCHEMA } from "./bundleSchema.ts";
export {
  BundleError,
  CsvError,
  ExpositionError,
  MeterError,
  MeterSignatureError,
  NoSamplesError,
  NoTimeError,
  RangeMeterError,
  WindowError,
} from "./errors.ts";
export {
  type Assignment,
  type Challenge,
  challengeSpans,
  type Receipt,
  receiptSpans,
  type VerifiedReceipt,
} from "./evidence.ts";
export { dcgmSentinel, JOB_CPU, JOB_PREEMPTIONS, JOB_RUNNING, JOB_WORK } from "./exporters.ts";
export {
  detectFormat,
  type Exposition,
  type ExpositionFormat,
  type Family,
  type PageSample,
  type ParseExpositionOptions,
  parseExposition,
} from "./exposition.ts";
export type { Finding, FindingKind } from "./findings.ts";
export {
  type EnergySource,
  type Measurement,
  type MeasureOptions,
  meanMilliwatts,
  measure,
  toMicrowattHours,
  totalNanojoules,
  toWattHours,
} from "./measure.ts";
export { type ReadOptions, type ReadReport, type ReadSource, type ReportedFinding, read } from "./read.ts";
export {
  computeReading,
  hourWindow,
  type MeterTerms,
  type PerformanceFloor,
  PPM,
  READING_VERSION,
  type Reading,
  type ReadingInput,
  type ReadingResult,
  SYNTHETIC_EXTENSION,
  shares,
  type Times,
  ZERO_WORD,
} from "./reading.ts";
export {
  challengeQuorumOf,
  type JobShape,
  METERED_BENCHMARK,
  type MeterRules,
  meterRules,
  orderedJob,
} from "./rules.ts";
export { type RecordedPage, type SamplePage, SYNTHETIC_LABEL } from "./series.ts";
export { type SettledWords, unpackSettled } from "./settled.ts";
export { contains, type Span, type Spans } from "./spans.ts";
export { SYNTHETIC_COMMENT, SyntheticDcgm, type SyntheticOptions } from "./synthetic.ts";
export {
  READING_LEAF,
  readingLeaf,
  readingsTree,
  SAMPLE_LEAF,
  samplesRoot,
  samplesTree,
  verifyReading,
} from "./trees.ts";
export {
  challengeTypedData,
  hashPage,
  METER_TYPES,
  type MeterDomain,
  meterDomain,
  receiptTypedData,
  type SignedChallenge,
  type SignedSample,
  sampleTypedData,
  signChallenge,
  signReceipt,
  signSample,
  type TypedDataSigner,
  verifyChallenge,
  verifyReceipt,
  verifyReceipts,
  verifySample,
} from "./typedData.ts";
