/** Starts the parts of the local market as child processes and ends every one of them, in reverse order. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync } from "node:fs";
import { join } from "node:path";

/**
 * Arguments of Node that keep a process small: by itself it lets its heap grow to several times what is in use. What is
 * in use is far below the limit.
 */
export const SMALL_HEAP = ["--max-semi-space-size=2", "--max-old-space-size=384"] as const;
const TERM_MS = 8_000;
const TAIL_LINES = 15;

export interface ProcessOptions {
  /** Shown in progress and errors; names the log file. */
  name: string;
  command: string;
  args: readonly string[];
  /** The folder it runs in; this process's by default. */
  cwd?: string;
  /** Added to the environment. Secrets travel here, never in `args`. */
  env?: Readonly<Record<string, string>>;
  /** Resolves once the part answers; polled until it does. */
  ready: () => Promise<boolean>;
  /** Milliseconds until a part that does not answer counts as failed. */
  timeoutMs: number;
}

export interface RunningProcess {
  readonly name: string;
  readonly pid: number;
  /** Ends it: SIGTERM, and SIGKILL after eight seconds. */
  stop(): Promise<void>;
  /** Ends it at once, as a crash would. */
  kill(): Promise<void>;
}

/** A part that ended or did not answer, with the end of its log. */
class ProcessError extends Error {
  override readonly name = "ProcessError";
}

/** All child processes of one run. */
export class Processes {
  readonly #running: RunningProcess[] = [];
  readonly #logs: string;
  #isStopped = false;

  /** @param logs folder for one log file per process; made if needed */
  constructor(logs: string) {
    this.#logs = logs;
    mkdirSync(logs, { recursive: true });
  }

  /** @throws {ProcessError} when it ends or does not answer in time, and after `stopAll` */
  async start(options: ProcessOptions): Promise<RunningProcess> {
    // Nobody would end it.
    if (this.#isStopped) throw new ProcessError(`${options.name}: all processes were ended`);
    const child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      // In a group of its own: Ctrl-C reaches only who started it, which ends the parts in order.
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    const tail = keepLog(child, join(this.#logs, `${options.name}.log`));
    const ended = new Promise<string>((resolve) => {
      child.once("error", (error) => resolve(error.message));
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
    });
    const failed = (why: string) => new ProcessError(`${options.name}: ${why}\n${tail().join("\n")}`.trimEnd());
    if (child.pid === undefined) throw failed(await ended);

    const running: RunningProcess = {
      name: options.name,
      pid: child.pid,
      stop: () => end(child, ended, "SIGTERM"),
      kill: () => end(child, ended, "SIGKILL"),
    };
    this.#running.push(running);

    let why: string | undefined;
    void ended.then((reason) => {
      why = reason;
    });
    const deadline = Date.now() + options.timeoutMs;
    while (!(await options.ready().catch(() => false))) {
      if (why !== undefined) throw failed(`ended before it was ready (${why})`);
      if (Date.now() > deadline) throw failed(`not ready after ${options.timeoutMs / 1000} s`);
      await sleep(100);
    }
    return running;
  }

  /** Ends all of them, the last started first. Safe to call twice. */
  async stopAll(): Promise<void> {
    this.#isStopped = true;
    for (let last = this.#running.pop(); last !== undefined; last = this.#running.pop()) {
      await last.stop();
    }
  }

  /** Ids of the processes that were started and not ended through `stopAll`. */
  get pids(): number[] {
    return this.#running.map(({ pid }) => pid);
  }
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function keepLog(child: ChildProcess, path: string): () => string[] {
  // What was ended and started again goes on in its log.
  const file = createWriteStream(path, { flags: "a" });
  let recent = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      file.write(chunk);
      recent = (recent + chunk.toString()).slice(-20_000);
    });
  }
  child.once("close", () => file.end());
  return () => recent.trimEnd().split("\n").slice(-TAIL_LINES);
}

async function end(child: ChildProcess, ended: Promise<string>, signal: NodeJS.Signals) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill(signal);
  const timer = setTimeout(() => child.kill("SIGKILL"), TERM_MS);
  await ended;
  clearTimeout(timer);
}
