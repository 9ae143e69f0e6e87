/** The local adapter: a job as a child process of the agent, limited to the list of jobs. */
import { type ChildProcess, fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { WorkOpening } from "@clearhour/sdk/access";
import type { Job } from "@clearhour/sdk/jobs";
import type { Hex } from "viem";
import { JobGoneError } from "../errors.ts";
import type { FromJob, JobProgress, ToJob } from "./messages.ts";
import { readProcess } from "./procfs.ts";

/** How long the process may take to answer, in ms of the machine's time. */
const ANSWER_MS = 20_000;

type Waiting = { readonly resolve: (message: FromJob) => void; readonly reject: (error: Error) => void };

/** What the exporter shows of a process. */
export type JobState = {
  /** There, not stopped, and working on the nominee's job. */
  readonly running: boolean;
  /** Of all starts together. */
  readonly cpuSeconds: number;
  readonly chunks: number;
};

export class JobProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, Waiting>();
  #next = 0;
  #alive = true;
  #started = false;
  #chunks = 0;
  #cpuSeconds = 0;

  /** Starts the process. It waits until it is given a job. */
  constructor() {
    this.#child = fork(fileURLToPath(new URL("./child.ts", import.meta.url)), [], {
      // Nothing of the agent's environment is the job's business, its keys least of all.
      env: {},
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execArgv: ["--disable-warning=ExperimentalWarning"],
    });
    this.#child.on("message", (message: FromJob) => this.#hear(message));
    this.#child.once("exit", () => this.#end());
    this.#child.once("error", () => this.#end());
  }

  get pid(): number | undefined {
    return this.#child.pid;
  }

  get isAlive(): boolean {
    return this.#alive;
  }

  get isStarted(): boolean {
    return this.#started;
  }

  /** Gives it the nominee's job. Once it has one, another is ignored. */
  start(job: Job, sharePercent: number): void {
    if (this.#started || !this.#alive) return;
    this.#started = true;
    this.#tell({ kind: "start", job, sharePercent });
  }

  /** @throws {JobGoneError} when the process ended or does not answer. */
  async claim(nonce: Hex, standby: Job): Promise<JobProgress> {
    const answer = await this.#ask((id) => ({ kind: "claim", id, nonce, standby }));
    if (answer.kind !== "claim") throw new JobGoneError("it gave another answer");
    return answer.claim;
  }

  /** @throws {JobGoneError} when the process ended, does not answer, or has no such chunks. */
  async open(size: number, indices: readonly number[]): Promise<readonly WorkOpening[]> {
    const answer = await this.#ask((id) => ({ kind: "open", id, size, indices }));
    if (answer.kind !== "open") throw new JobGoneError("it gave another answer");
    return answer.openings;
  }

  /** What it does right now, from the operating system. */
  state(): JobState {
    const seen = this.#alive && this.pid !== undefined ? readProcess(this.pid) : undefined;
    // A counter never falls: what was seen last stays when the process is gone.
    if (seen) this.#cpuSeconds = Math.max(this.#cpuSeconds, seen.cpuSeconds);
    const running = this.#alive && this.#started && seen?.isActive !== false;
    return { running, cpuSeconds: this.#cpuSeconds, chunks: this.#chunks };
  }

  /** Ends it. */
  async stop(): Promise<void> {
    if (!this.#alive) return;
    const ended = new Promise((resolve) => this.#child.once("exit", resolve));
    this.#child.kill("SIGKILL");
    await ended;
  }

  #hear(message: FromJob): void {
    if (message.kind === "progress") {
      this.#chunks = message.size;
      return;
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.kind === "failed") waiting?.reject(new JobGoneError(message.reason));
    else waiting?.resolve(message);
  }

  #end(): void {
    this.#alive = false;
    for (const { reject } of this.#waiting.values()) reject(new JobGoneError("its process ended"));
    this.#waiting.clear();
  }

  #tell(message: ToJob): void {
    this.#child.send(message, () => {
      // A process that ends meanwhile is seen by its exit.
    });
  }

  async #ask(build: (id: number) => ToJob): Promise<FromJob> {
    if (!this.#alive) throw new JobGoneError("its process ended");
    const id = this.#next++;
    const answer = new Promise<FromJob>((resolve, reject) => this.#waiting.set(id, { resolve, reject }));
    const timer = setTimeout(() => {
      this.#waiting.get(id)?.reject(new JobGoneError("it does not answer"));
      this.#waiting.delete(id);
    }, ANSWER_MS);
    this.#tell(build(id));
    return await answer.finally(() => clearTimeout(timer));
  }
}
