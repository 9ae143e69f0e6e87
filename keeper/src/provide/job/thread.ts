/** A further core of a job: computes chunk after chunk until its process ends. */
import { parentPort, workerData } from "node:worker_threads";
import { chunkOf } from "@clearhour/sdk/jobs";
import { pauseAfter, type ThreadResult, type ThreadTask } from "./messages.ts";

const { first, job, sharePercent, step } = workerData as ThreadTask;
/** Nobody ever wakes it: waiting on it is a pause. */
const pause = new Int32Array(new SharedArrayBuffer(4));

for (let index = first; ; index += step) {
  const begun = performance.now();
  const result: ThreadResult = { index, result: chunkOf(job, index) };
  parentPort?.postMessage(result);
  Atomics.wait(pause, 0, 0, pauseAfter(performance.now() - begun, sharePercent));
}
