/** What can be wrong with a book, or with an answer to it. */
import { BaseError } from "@clearhour/sdk";

/** The book is not one. */
export class BookError extends BaseError {
  override name = "BookError";
  /** JSON pointer to what is wrong. */
  readonly at: string;

  constructor(at: string, reason: string) {
    super(`The book makes no sense at ${at === "" ? "its top" : at}: ${reason}.`);
    this.at = at;
  }
}

/** An answer breaks a rule of the clearing. */
export class RefusedSolutionError extends BaseError {
  override name = "RefusedSolutionError";

  constructor(reason: string) {
    super(`The solution is refused: ${reason}.`);
  }
}
