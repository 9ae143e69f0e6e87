/** What can be wrong with what other oracles, providers and holders send. */
import { BaseError, type BaseErrorOptions } from "@clearhour/sdk";

/** The root of errors of attesting. */
class AttestError extends BaseError {
  override name = "AttestError";
}

/** A statement that no honest oracle makes. It is left out; its oracle counts as silent. */
export class InvalidStatementError extends AttestError {
  override name = "InvalidStatementError";

  constructor(reason: string, options: BaseErrorOptions = {}) {
    super(`The statement cannot be accepted: ${reason}.`, options);
  }
}

/** Samples that count are not there yet: neither the provider nor a peer has given them. */
export class MissingSamplesError extends AttestError {
  override name = "MissingSamplesError";
  readonly ids: readonly string[];

  constructor(ids: readonly string[]) {
    super(`${ids.length} samples are still missing.`);
    this.ids = ids;
  }
}
