/** What can go wrong at a provider's own end. */
import { BaseError } from "@clearhour/sdk";

/** The root of errors of providing. */
class ProvideError extends BaseError {
  override name = "ProvideError";
}

/** The process of a job cannot answer. */
export class JobGoneError extends ProvideError {
  override name = "JobGoneError";

  constructor(reason: string) {
    super(`The job cannot answer: ${reason}.`);
  }
}
