/** The keeper as it is run: the program in a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

const MAIN = fileURLToPath(new URL("../../src/main.ts", import.meta.url));

export interface RunOptions {
  readonly args: readonly string[];
  /** The environment beside PATH: nothing else is inherited. */
  readonly env?: Readonly<Record<string, string>>;
}

/** One line of the log. */
type LogLine = Readonly<Record<string, unknown>> & { readonly msg: string };

export interface KeeperProcess {
  /** What it has logged. */
  readonly log: readonly LogLine[];
  readonly stderr: () => string;
  /** Resolves when it ends, with its exit code or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
  /** Resolves with the first line that fits, already logged or not. */
  line(fits: (line: LogLine) => boolean): Promise<LogLine>;
  /** GET of its HTTP port. */
  get(path: string): Promise<{ readonly status: number; readonly text: string }>;
  /** The sum of the samples of a metric whose labels contain a text. */
  metric(name: string, labels?: string): Promise<number>;
  signal(signal: NodeJS.Signals): void;
}

const running = new Set<ChildProcess>();

/** Runs the program. */
export function runKeeper({ args, env = {} }: RunOptions): KeeperProcess {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  running.add(child);
  const log: LogLine[] = [];
  const watchers = new Set<() => void>();
  let rest = "";
  let errors = "";
  child.stdout.on("data", (chunk: Buffer) => {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop() ?? "";
    log.push(...lines.map(parseLine));
    for (const watcher of watchers) watcher();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    errors += chunk;
  });
  const ended = new Promise<number | NodeJS.Signals>((resolve) => {
    child.on("close", (code, signal) => {
      running.delete(child);
      for (const watcher of watchers) watcher();
      resolve(code ?? signal ?? -1);
    });
  });

  const keeper: KeeperProcess = {
    log,
    stderr: () => errors,
    ended,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = log.find(fits);
          if (found === undefined && running.has(child)) return;
          watchers.delete(look);
          if (found !== undefined) resolve(found);
          else
            reject(new Error(`the keeper ended first: ${errors}${log.map((line) => JSON.stringify(line)).join("\n")}`));
        };
        watchers.add(look);
        look();
      }),
    async get(path) {
      const { httpPort } = await keeper.line(({ msg }) => msg === "started");
      const response = await fetch(`http://127.0.0.1:${httpPort}${path}`);
      return { status: response.status, text: await response.text() };
    },
    async metric(name, labels = "") {
      const { text } = await keeper.get("/metrics");
      const samples = text.split("\n").filter((line) => line.startsWith(`${name}{`) && line.includes(labels));
      return samples.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    },
    signal: (signal) => child.kill(signal),
  };
  return keeper;
}

/** Ends every keeper that still runs, at once. */
export function killKeepers(): void {
  for (const child of running) child.kill("SIGKILL");
}

function parseLine(line: string): LogLine {
  try {
    return JSON.parse(line) as LogLine;
  } catch {
    return { msg: line };
  }
}
