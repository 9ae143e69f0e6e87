import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect } from "chai";
import { type Ends, endAll } from "../program.ts";

const PROGRAM = join(import.meta.dirname, "..", "program.ts");

/** Runs a program in a process of its own. @param signals Sent one after the other once it prints "now". */
async function runs(codeOfSignal: 0 | 1, main: string, ...signals: NodeJS.Signals[]) {
  const script = `import { runProgram } from ${JSON.stringify(PROGRAM)};
    const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
    await runProgram(${codeOfSignal}, async (ends) => { ${main} });`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script]);
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (!output.includes("now")) return;
      for (const signal of signals.splice(0)) child.kill(signal);
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once("close", resolve));
  return { code, lines: output.split("\n").filter(Boolean) };
}

describe("a local program", function () {
  this.timeout(60_000);
  const part = (name: string) => `ends.push(async () => { await sleep(10); console.log("${name} ended"); });`;

  it("ends all its parts, the last first, also where some do not", async () => {
    const ended: number[] = [];
    const ends: Ends = [1, 2, 3, 4].map((i) => () => {
      ended.push(i);
      if (i % 2 === 0) throw new Error(`part ${i} hangs on`);
    });
    const error = await endAll(ends).catch((caught: unknown) => caught);
    expect(error).to.be.instanceOf(AggregateError);
    expect((error as Error).message).to.include("part 4 hangs on; part 2 hangs on");
    expect(ended).to.deep.equal([4, 3, 2, 1]);
    await endAll(ends);
    expect(ended).to.have.lengthOf(4);
  });

  it("fails where a part does not end, and where it fails itself, with all other parts ended", async () => {
    const broken = 'ends.push(() => { throw new Error("it hangs on"); });';
    const one = await runs(0, `${part("first")} ${broken} ${part("last")} return 0;`);
    expect(one).to.deep.equal({ code: 1, lines: ["last ended", "first ended", "not all parts ended: it hangs on"] });
    const other = await runs(0, `${part("first")} throw new Error("it broke");`);
    expect(other).to.deep.equal({ code: 1, lines: ["it broke", "first ended"] });
  });

  it("goes on until it is asked to end where its main says so, and ends as it is meant to", async () => {
    const server = "const timer = setInterval(() => undefined, 60_000); ends.push(() => clearInterval(timer));";
    const { code, lines } = await runs(0, `${part("first")} ${server} console.log("now");`, "SIGINT");
    expect({ code, lines }).to.deep.equal({ code: 0, lines: ["now", "SIGINT: ending all parts", "first ended"] });
  });

  it("ends all its parts also where Ctrl-C comes twice, or the terminal closes", async () => {
    const main = `${part("first")} ${part("last")} const timer = setInterval(() => undefined, 60_000);
      ends.push(() => clearInterval(timer)); console.log("now");`;
    const { code, lines } = await runs(0, main, "SIGINT", "SIGINT", "SIGHUP");
    expect(lines.filter((line) => line.endsWith(" ended"))).to.deep.equal(["last ended", "first ended"]);
    expect(code).to.equal(0);
  });

  it("does not wait for a part that said it could not end", async () => {
    const hung = 'setInterval(() => undefined, 60_000); ends.push(() => { throw new Error("it waits"); });';
    const { code, lines } = await runs(0, `${part("first")} ${hung} console.log("now");`, "SIGINT");
    const told = ["now", "SIGINT: ending all parts", "first ended", "not all parts ended: it waits"];
    expect({ code, lines }).to.deep.equal({ code: 1, lines: told });
  });

  it("ends also what was being started when a signal came", async () => {
    const main = `${part("first")} console.log("now"); await sleep(1_000); ${part("late")} await sleep(60_000);`;
    const { code, lines } = await runs(1, main, "SIGTERM");
    expect(lines).to.deep.equal(["now", "SIGTERM: ending all parts", "first ended", "late ended"]);
    expect(code).to.equal(1);
  });
});
