/** Child processes with a bounded log, that are sure to end. */
import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, type WriteStream } from "node:fs";
import { ProcessFailedError } from "./errors.ts";

const KEPT_LINES = 200;
const POLL_MS = 50;

export interface ChildOptions {
  /** For messages. */
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly cwd?: string | undefined;
  readonly user?: { readonly uid: number; readonly gid: number } | undefined;
  /** Everything that it writes is added to this file. */
  readonly logFile?: string | undefined;
  /** A line that says that it will not become ready, although it goes on. */
  readonly fatal?: RegExp | undefined;
}

export interface Child {
  readonly pid: number;
  /** The last lines that it wrote. */
  log(): readonly string[];
  /** Why it ended; undefined while it runs. */
  ended(): string | undefined;
  /** Resolves when it has ended, with its exit code; null where a signal ended it. */
  readonly exit: Promise<number | null>;
  /** Resolves once `ready` does. Throws where the process ends first, or takes longer. */
  untilReady(ready: () => Promise<boolean>, timeoutMs: number): Promise<void>;
  /** Asks it to end, and kills it where it has not after `graceMs`. */
  stop(signal: NodeJS.Signals, graceMs: number): Promise<void>;
}

/**
 * Starts a process in a group of its own: a Ctrl-C at the terminal reaches whoever started it, which ends it in order,
 * and not the process itself.
 */
export async function startChild(options: ChildOptions): Promise<Child> {
  const child = spawn(options.command, options.args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    detached: true,
    stdio: ["ignore", "pipe", "pipe"],
    ...options.user,
  });
  const lines = keepLog(child, options.logFile);
  let why: string | undefined;
  const exit = new Promise<number | null>((resolve) => {
    child.once("error", (error) => {
      why = error.message;
      resolve(null);
    });
    child.once("exit", (code, signal) => {
      why = signal ?? `exit code ${code}`;
      resolve(code);
    });
  });
  if (child.pid === undefined) {
    await exit;
    throw new ProcessFailedError(options.name, `could not be started (${why})`, lines);
  }
  return {
    pid: child.pid,
    log: () => lines,
    ended: () => why,
    exit,
    async untilReady(ready, timeoutMs) {
      const deadline = Date.now() + timeoutMs;
      while (!(await ready().catch(() => false))) {
        if (why !== undefined) {
          throw new ProcessFailedError(options.name, `ended before it was ready (${why})`, lines);
        }
        if (options.fatal !== undefined && lines.some((line) => options.fatal?.test(line))) {
          // The rest of what it has to say.
          await sleep(POLL_MS);
          throw new ProcessFailedError(options.name, "failed before it was ready", lines);
        }
        if (Date.now() > deadline) {
          throw new ProcessFailedError(options.name, `was not ready after ${timeoutMs / 1000} s`, lines);
        }
        await sleep(POLL_MS);
      }
    },
    async stop(signal, graceMs) {
      if (why !== undefined) return;
      child.kill(signal);
      const timer = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await exit;
      clearTimeout(timer);
    },
  };
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function keepLog(child: ChildProcess, path: string | undefined): string[] {
  const file: WriteStream | undefined = path === undefined ? undefined : createWriteStream(path, { flags: "a" });
  // A full disk must not end the run for its log's sake.
  file?.on("error", () => undefined);
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    let rest = "";
    stream?.on("data", (chunk: Buffer) => {
      file?.write(chunk);
      const [...complete] = (rest + chunk.toString()).split("\n");
      rest = complete.pop() ?? "";
      lines.push(...complete);
      lines.splice(0, lines.length - KEPT_LINES);
    });
    stream?.on("end", () => {
      if (rest !== "") lines.push(rest);
    });
  }
  child.once("close", () => file?.end());
  return lines;
}
