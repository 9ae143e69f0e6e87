/** Runs a command with a limit to its processor time, and tells that limit from everything else that can end it. */
import { constants } from "node:os";
import { run } from "../process.ts";

/** A shell's exit code where a signal ended the command is this and the signal's number. */
const SIGNALLED = 128;

export interface LimitedOutcome {
  readonly isOutOfTime: boolean;
  /** Of standard output and standard error. */
  readonly output: string;
}

/** @throws where another signal ended it, as where memory ran out: that says nothing of what it ran */
export async function runLimited(command: string, seconds: number): Promise<LimitedOutcome> {
  // The soft limit alone: at the hard one the kernel sends SIGKILL, as it does where memory runs out.
  const { code, output } = await run(`ulimit -S -t ${seconds} && ${command}`, "capture");
  const signal = code - SIGNALLED;
  if (signal > 0 && signal !== constants.signals.SIGXCPU) {
    throw new Error(`signal ${signal} ended the command:\n${output}`);
  }
  return { isOutOfTime: signal === constants.signals.SIGXCPU, output };
}
