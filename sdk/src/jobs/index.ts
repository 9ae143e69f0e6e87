/** The jobs that providers run, and the log of what was computed. It needs nothing but a hash: no chain, no viem. */
export { bytesToHex, hexToBytes } from "./bytes.ts";
export { JobError, WorkProofError } from "./errors.ts";
export { assertJob, chunkOf, freshChunk, JOB_KINDS, type Job, type JobKind, MOST_THREADS } from "./jobs.ts";
export { isInLog, WorkLog } from "./workLog.ts";
