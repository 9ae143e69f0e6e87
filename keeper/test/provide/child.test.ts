import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect } from "chai";
import type { FromJob, ToJob } from "../../src/provide/job/messages.ts";

describe("provide: the process of a job", () => {
  it("works on every core it was asked for, and ends once its agent is gone", async () => {
    const path = fileURLToPath(new URL("../../src/provide/job/child.ts", import.meta.url));
    const child = fork(path, [], { stdio: ["ignore", "ignore", "inherit", "ipc"] });
    const ended = once(child, "exit");
    const job = { kind: "sha256-chain", seed: `0x${"11".repeat(32)}`, size: 100, threads: 2 } as const;
    child.send({ kind: "start", job, sharePercent: 50 } satisfies ToJob);
    // Of two cores that take turns: the log grows only where both of them do their part.
    await new Promise<void>((resolve) => {
      child.on("message", (message: FromJob) => {
        if (message.kind === "progress" && message.size >= 20) resolve();
      });
    });
    child.disconnect();
    expect(await ended).to.deep.equal([0, null]);
  });
});
