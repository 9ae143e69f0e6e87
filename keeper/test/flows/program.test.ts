import { expect } from "chai";
import { deploymentFile, scratch } from "../support/files.ts";
import { killKeepers, runKeeper } from "../support/keeper.ts";
import { nodeAccount, nodeKey } from "../support/node.ts";
import { openStage, type Stage } from "../support/stage.ts";

const ENV = { CLEARHOUR_PRIVATE_KEY: nodeKey(9) };

describe("clearhour-keeper", function () {
  this.timeout(60_000);
  const files = scratch();
  let stage: Stage;
  const flags = () => ["--rpc-url", stage.node.rpcUrl, "--deployment", stage.file, "--http-port", "0"];

  /** Runs it to its end: exit code, what it said. */
  async function ran(args: readonly string[], env: Readonly<Record<string, string>> = ENV) {
    const keeper = runKeeper({ args, env });
    const code = await keeper.ended;
    return { code, stderr: keeper.stderr(), stdout: keeper.log.map(({ msg }) => msg).join("\n") };
  }

  before(async () => {
    stage = await openStage(files);
  });
  afterEach(killKeepers);
  after(() => stage?.close());

  it("lists its commands", async () => {
    const { code, stdout } = await ran(["--help"]);
    expect(code).to.equal(0);
    expect(stdout)
      .to.match(/solve +clear auctions/)
      .and.to.match(/provide +deliver/)
      .and.to.match(/attest +check/);
    expect((await ran([])).code).to.equal(2);
  });

  it("lists the flags of a command", async () => {
    const { code, stdout } = await ran(["solve", "--help"]);
    expect(code).to.equal(0);
    for (const flag of ["--rpc-url URL", "--deployment FILE", "--http-port PORT", "--no-upkeep", "--config FILE"]) {
      expect(stdout).to.contain(flag);
    }
    expect(stdout).to.contain("CLEARHOUR_PRIVATE_KEY");
  });

  it("knows no other command", async () => {
    for (const name of ["mine", "toString"]) {
      const { code, stderr } = await ran([name]);
      expect(code).to.equal(2);
      expect(stderr)
        .to.contain(`There is no command \`${name}\``)
        .and.to.contain("Commands: solve, provide, attest, clear.");
    }
  });

  it("refuses a configuration that makes no sense", async () => {
    const { code, stderr } = await ran(["solve", "--http-port", "many"]);
    expect(code).to.equal(2);
    expect(stderr).to.contain("rpcUrl is missing").and.to.contain('httpPort must be integer, not "many"');
  });

  it("refuses to start without a key", async () => {
    const { code, stderr } = await ran(["solve", ...flags()], {});
    expect(code).to.equal(2);
    expect(stderr).to.contain("CLEARHOUR_PRIVATE_KEY is not set");
  });

  it("ends when the endpoint serves another chain", async () => {
    const file = files.write("other.json", { ...deploymentFile(stage.deployment), chainId: 1 });
    const { code, stderr } = await ran(["solve", ...flags(), "--deployment", file]);
    expect(code).to.equal(1);
    expect(stderr).to.contain("connected to chain 31337, the exchange is on chain 1");
  });

  it("ends when there is no exchange", async () => {
    const auction = nodeAccount(5).address;
    const file = files.write("empty.json", deploymentFile({ ...stage.deployment, auction }));
    const { code, stderr } = await ran(["solve", ...flags(), "--deployment", file]);
    expect(code).to.equal(1);
    expect(stderr).to.contain(`no exchange contract at ${auction}`);
  });

  it("ends when its port is taken", async () => {
    const first = runKeeper({ args: ["solve", ...flags()], env: ENV });
    const { httpPort } = await first.line(({ msg }) => msg === "started");
    const { code, stderr } = await ran(["solve", ...flags(), "--http-port", String(httpPort)]);
    expect(code).to.equal(1);
    expect(stderr).to.contain(`Port ${httpPort} of 127.0.0.1 is taken`);
  });

  it("answers metrics and health", async () => {
    const keeper = runKeeper({ args: ["solve", ...flags()], env: ENV });
    await stage.done(keeper);
    expect(await keeper.get("/ready")).to.deep.equal({ status: 200, text: '{"ready":true,"reasons":[]}\n' });
    expect(JSON.parse((await keeper.get("/health")).text)).to.include({ alive: true });
    const head = await stage.client.getBlock();
    expect(await keeper.metric("clearhour_keeper_head_block")).to.equal(Number(head.number));
    expect(await keeper.metric("clearhour_keeper_head_timestamp_seconds")).to.equal(Number(head.timestamp));
    expect(await keeper.metric("clearhour_keeper_gas_balance_wei")).to.be.above(0);
  });

  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    it(`ends at once on ${signal}, and says so`, async () => {
      const keeper = runKeeper({ args: ["solve", ...flags()], env: ENV });
      await stage.done(keeper);
      const asked = Date.now();
      keeper.signal(signal);
      expect(await keeper.ended).to.equal(0);
      expect(Date.now() - asked).to.be.below(4_000);
      expect(keeper.log.at(-1)).to.include({ msg: "stopped" });
    });
  }
});
