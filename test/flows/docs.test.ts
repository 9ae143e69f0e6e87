/** The programs that the documentation shows are compiled with the packed SDK, run on a chain, and print what it says. */
import { join } from "node:path";
import { expect } from "chai";
import hre from "hardhat";
import { type Consumer, codeOf, openConsumer } from "./fixtures/consumer.ts";

const GUIDE = "docs/integrators.md";

describe("docs: the integrator's guide", function () {
  this.timeout(120_000);
  let project: Consumer;

  before(async () => {
    project = await openConsumer();
  });
  after(() => project.close());

  it("compiles, runs from listing to settlement, and prints what it says", async () => {
    const blocks = await codeOf(GUIDE);
    const program = blocks.join("\n");
    await project.write("guide.ts", program);
    await project.write("history.ts", (await codeOf(GUIDE, "ts subgraph")).join("\n"));
    await project.compile("nodenext");

    const server = await hre.network.createServer();
    try {
      const { address, port } = await server.listen();
      const env = { RPC_URL: `http://${address}:${port}` };
      const printed = await project.run(process.execPath, [join("out", "guide.js")], env);
      const promised = [...program.matchAll(/^\/\/ → (.*)$/gm)].map(([, line]) => line);
      expect(promised).to.have.lengthOf.at.least(20);
      expect(printed.trimEnd().split("\n")).to.deep.equal(promised);
    } finally {
      await server.close();
    }
  });
});
