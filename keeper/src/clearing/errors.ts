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

/** HiGHS ended without a solution and without a reason that a book could give it. */
export class SolverError extends BaseError {
  override name = "SolverError";

  /** @param status HiGHS's model status */
  constructor(status: number) {
    super(`HiGHS ended with status ${status}.`, {
      metaMessages: ["The book may hold numbers of sizes too far apart for it: count prices or lots in larger units."],
    });
  }
}
