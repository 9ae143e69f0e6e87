/** The thread that searches: HiGHS does not let go of the one that it runs in until its time is over. */
import { parentPort, workerData } from "node:worker_threads";
import type { Allocation } from "@clearhour/sdk/contest";
import { Gate } from "./accept.ts";
import { improve } from "./improve.ts";
import type { FromSearch, SearchTask } from "./messages.ts";

const { book, seconds } = workerData as SearchTask;
const gate = new Gate(book);

function say(message: FromSearch): void {
  parentPort?.postMessage(message);
}

function tell(allocation: Allocation): void {
  try {
    const candidate = gate.pass(allocation);
    if (candidate !== undefined) say({ kind: "found", candidate });
  } catch (error) {
    say({ kind: "refused", reason: reasonOf(error) });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  const { isOptimal, failure } = improve(book, seconds, tell);
  say({ kind: "ended", isOptimal, failure: failure && reasonOf(failure) });
} catch (error) {
  say({ kind: "ended", isOptimal: false, failure: reasonOf(error) });
}
