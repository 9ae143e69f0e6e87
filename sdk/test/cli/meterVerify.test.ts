import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { main } from "../../src/cli/main.ts";

const ASSIGNMENT = "--product 1 --hour 490000 --commitment 0 --nomination 0";
const DEAD = "--rpc-url http://127.0.0.1:1";

/** What it says of a reading that was settled is tested where one is: keeper/test/flows/delivery.test.ts. */
describe("clearhour meter verify", function () {
  this.timeout(20_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "clearhour-cli-"));
    const room = `0x${"11".repeat(20)}`;
    writeFileSync(
      join(folder, "deployment.json"),
      JSON.stringify({ chainId: 31_337, block: 1, delivery: room, meter: room }),
    );
    writeFileSync(join(folder, "odd.json"), JSON.stringify({ chainId: 31_337, block: 1, delivery: "nowhere" }));
    writeFileSync(join(folder, "text.json"), "{");
  });

  after(() => rmSync(folder, { recursive: true }));

  async function run(line: string) {
    const out: string[] = [];
    const err: string[] = [];
    const args = line.split(" ").map((word) => (word.endsWith(".json") ? join(folder, word) : word));
    const code = await main(["meter", "verify", ...args], { out: (l) => out.push(l), err: (l) => err.push(l) });
    return { code, out: out.join("\n"), err: err.join("\n") };
  }

  for (const [line, reason] of [
    [`--deployment deployment.json ${ASSIGNMENT}`, "--rpc-url is missing."],
    [`${DEAD} ${ASSIGNMENT}`, "--deployment is missing."],
    [`${DEAD} --deployment deployment.json --product 1 --hour 2 --commitment 0`, "--nomination is missing."],
    [`${DEAD} --deployment deployment.json ${ASSIGNMENT.replace("490000", "4294967296")}`, "--hour 4294967296"],
    [`${DEAD} --deployment deployment.json ${ASSIGNMENT.replace("490000", "-1")}`, "--hour"],
    [`${DEAD} --deployment deployment.json ${ASSIGNMENT} --nonsense`, "--nonsense"],
  ] as const) {
    it(`does not take \`${line}\``, async () => {
      const { code, err } = await run(line);
      expect(code).to.equal(2);
      expect(err).to.contain(reason);
    });
  }

  it("says what it cannot read", async () => {
    for (const [line, reason] of [
      [`${DEAD} --deployment nothing.json ${ASSIGNMENT}`, "nothing.json cannot be read as JSON"],
      [`${DEAD} --deployment text.json ${ASSIGNMENT}`, "text.json cannot be read as JSON"],
      [`${DEAD} --deployment odd.json ${ASSIGNMENT}`, "odd.json does not say where an exchange is deployed"],
    ] as const) {
      const { code, err, out } = await run(line);
      expect([code, out], line).to.deep.equal([1, ""]);
      expect(err).to.contain(reason);
    }
  });

  it("ends when the chain does not answer", async () => {
    const { code, err, out } = await run(`${DEAD} --deployment deployment.json ${ASSIGNMENT}`);
    expect([code, out]).to.deep.equal([1, ""]);
    expect(err).to.match(/^clearhour meter verify: /);
  });

  it("explains itself", async () => {
    const { code, out } = await run("--help");
    expect(code).to.equal(0);
    expect(out).to.contain("clearhour meter verify --rpc-url URL");
  });
});
