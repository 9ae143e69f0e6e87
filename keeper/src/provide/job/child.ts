/**
 * The process of one assignment's job. It runs nothing but the jobs of the list, keeps their log, and answers
 * challenges itself: once it is killed, nobody answers them. It ends with the agent that started it: only the channel to
 * the agent keeps it alive, no work does.
 */
import { Worker } from "node:worker_threads";
import { assertJob, bytesToHex, chunkOf, freshChunk, type Job, WorkLog } from "@clearhour/sdk/jobs";
import { type FromJob, pauseAfter, type ThreadResult, type ThreadTask, type ToJob } from "./messages.ts";

const log = new WorkLog();
/** Results that came before one with a lower index. */
const early = new Map<number, Uint8Array>();
let job: Job | undefined;
/** How often the agent is told how far the job is, ms. */
const TELL_MS = 100;
let told = 0;

function send(message: FromJob): void {
  // The agent may end at any time; whatever is on its way to it then is lost with it.
  if (process.connected) process.send?.(message, undefined, undefined, () => undefined);
}

function start(wanted: Job, sharePercent: number): void {
  if (job !== undefined) return;
  assertJob(wanted);
  job = wanted;
  computeHere({ job: wanted, first: 0, step: wanted.threads, sharePercent });
  for (let first = 1; first < wanted.threads; first++) {
    const workerData: ThreadTask = { job: wanted, first, step: wanted.threads, sharePercent };
    const thread = new Worker(new URL("./thread.ts", import.meta.url), { workerData });
    thread.on("message", append);
    thread.unref();
    // A core that fails takes the process with it: half of a job is none.
    thread.on("error", (error) => {
      throw error;
    });
  }
}

/** The first core: a chunk, then whatever was asked meanwhile, then the next chunk. */
function computeHere(task: ThreadTask): void {
  const { first, sharePercent, step } = task;
  const begun = performance.now();
  append({ index: first, result: chunkOf(task.job, first) });
  const pause = pauseAfter(performance.now() - begun, sharePercent);
  setTimeout(computeHere, pause, { ...task, first: first + step }).unref();
}

function append({ index, result }: ThreadResult): void {
  early.set(index, result);
  for (let next = early.get(log.size); next !== undefined; next = early.get(log.size)) {
    early.delete(log.size);
    log.append(next);
  }
  const now = performance.now();
  if (now < told + TELL_MS) return;
  told = now;
  send({ kind: "progress", size: log.size });
}

function answer(message: Exclude<ToJob, { kind: "start" }>): FromJob {
  const { id } = message;
  if (message.kind === "claim") {
    const { size } = log;
    const fresh = bytesToHex(freshChunk(job ?? message.standby, message.nonce));
    return { kind: "claim", id, claim: { size, root: bytesToHex(log.root(size)), fresh } };
  }
  const openings = message.indices.map((index) => {
    const { path, result } = log.prove(index, message.size);
    return { index, result: bytesToHex(result), path: path.map((hash) => bytesToHex(hash)) };
  });
  return { kind: "open", id, openings };
}

process.on("message", (message: ToJob) => {
  if (message.kind === "start") {
    start(message.job, message.sharePercent);
    return;
  }
  try {
    send(answer(message));
  } catch (error) {
    send({ kind: "failed", id: message.id, reason: error instanceof Error ? error.message : String(error) });
  }
});
