import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Job } from "@clearhour/sdk/jobs";
import { expect } from "chai";
import type { FromJob, ToJob } from "../../src/provide/job/messages.ts";

describe("provide: the process of a job", function () {
  this.timeout(30_000);
  let child: ChildProcess;

  afterEach(() => {
    child.kill("SIGKILL");
  });

  /** Starts a job, and waits until its log is so long. @returns The sizes of the log that the agent was told. */
  async function work(job: Pick<Job, "size" | "threads">, chunks: number): Promise<number[]> {
    child = fork(fileURLToPath(new URL("../../src/provide/job/child.ts", import.meta.url)), [], {
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    const whole: Job = { kind: "sha256-chain", seed: `0x${"11".repeat(32)}`, ...job };
    child.send({ kind: "start", job: whole, sharePercent: 50 } satisfies ToJob);
    const told: number[] = [];
    await new Promise<void>((resolve) => {
      child.on("message", (message: FromJob) => {
        if (message.kind === "progress") told.push(message.size);
        if ((told.at(-1) ?? 0) >= chunks) resolve();
      });
    });
    return told;
  }

  it("works on every core it was asked for, and ends once its agent is gone", async () => {
    // Of two cores that take turns: the log grows only where both of them do their part.
    await work({ size: 100, threads: 2 }, 20);
    const ended = once(child, "exit");
    child.disconnect();
    expect(await ended).to.deep.equal([0, null]);
  });

  it("makes no more of chunks of nothing than its memory and its agent can bear", async () => {
    const from = Date.now();
    const told = await work({ size: 1, threads: 4 }, 60);
    // Each of four cores begins a chunk every 50 ms at most, and a tenth of a second passes between two messages.
    const ms = Date.now() - from;
    expect(told.at(-1)).to.be.at.most(4 * (ms / 50 + 1));
    expect(told.length).to.be.at.most(ms / 100 + 1);
  });
});
