import { BaseError } from "../errors/base.ts";

/** Where a command writes: tests bring their own. */
export type Io = {
  /** A line of the result. */
  readonly out: (line: string) => void;
  /** A line about what went wrong. */
  readonly err: (line: string) => void;
};

/** The command did what it was asked. */
export const EXIT_OK = 0;
/** The command was right, but its input does not give a result. */
export const EXIT_DATA = 1;
/** The command itself was wrong. */
export const EXIT_USAGE = 2;

/** The command line is not one that the CLI knows. */
export class UsageError extends BaseError {
  override name = "UsageError";
  /** How the command is used. */
  readonly usage: string | undefined;

  constructor(shortMessage: string, usage?: string) {
    super(shortMessage);
    this.usage = usage;
  }
}
