import { BaseError } from "../errors/base.ts";

/** A job is none that a provider runs. */
export class JobError extends BaseError {
  override name = "JobError";
}

/** Work that was shown is not the work that was asked for. */
export class WorkProofError extends BaseError {
  override name = "WorkProofError";
}
