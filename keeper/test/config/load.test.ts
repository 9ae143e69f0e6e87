import { dirname, join } from "node:path";
import { expect } from "chai";
import { loadConfig } from "../../src/config/load.ts";
import { InvalidConfigError, UnreadableFileError } from "../../src/errors.ts";
import { SOLVE_FIELDS, type SolveConfig } from "../../src/solve/config.ts";
import { scratch } from "../support/files.ts";

const REQUIRED = ["--rpc-url", "http://127.0.0.1:8545", "--deployment", "here.json"];

function load(...args: string[]): SolveConfig {
  const config = loadConfig<SolveConfig>(SOLVE_FIELDS, args);
  if (config === undefined) throw new Error("help");
  return config;
}

function problemsOf(...args: string[]): readonly string[] {
  try {
    load(...args);
  } catch (error) {
    if (error instanceof InvalidConfigError) return error.problems;
    throw error;
  }
  return [];
}

describe("loadConfig", () => {
  const { write } = scratch();

  it("fills defaults in", () => {
    expect(load(...REQUIRED)).to.deep.equal({
      rpcUrl: "http://127.0.0.1:8545",
      deployment: "here.json",
      httpHost: "127.0.0.1",
      httpPort: 9464,
      logLevel: "info",
      pollMs: 1000,
      upkeep: true,
      dataDir: "clearhour-solve",
      solveSeconds: 600,
    });
  });

  it("takes flags before the file, and the file before defaults", () => {
    const file = write("config.json", { rpcUrl: "http://file:1", deployment: "d.json", httpPort: 1, pollMs: 50 });
    const config = load("--config", file, "--http-port", "2");
    expect(config).to.include({ rpcUrl: "http://file:1", httpPort: 2, pollMs: 50, logLevel: "info" });
  });

  it("finds the deployment beside the file that names it", () => {
    const file = write("beside.json", { rpcUrl: "http://file:1", deployment: "d.json" });
    expect(load("--config", file).deployment).to.equal(join(dirname(file), "d.json"));
    expect(load("--config", file, "--deployment", "d.json").deployment).to.equal("d.json");
  });

  it("turns off what is on by default", () => {
    expect(load(...REQUIRED, "--no-upkeep").upkeep).to.equal(false);
  });

  it("asks for help with nothing else given", () => {
    expect(loadConfig(SOLVE_FIELDS, ["--help"])).to.equal(undefined);
    expect(loadConfig(SOLVE_FIELDS, ["-h", ...REQUIRED])).to.equal(undefined);
  });

  it("names everything that is missing at once, with its flag", () => {
    const problems = problemsOf();
    expect(problems).to.have.length(2);
    expect(problems[0]).to.contain("rpcUrl is missing (--rpc-url)");
    expect(problems[1]).to.contain("deployment is missing (--deployment)");
  });

  it("names every value that makes no sense, and what would", () => {
    const file = write("nonsense.json", {
      rpcUrl: "localhost:8545",
      deployment: "",
      httpPort: 70_000,
      logLevel: "loud",
      pollMs: "fast",
      upkeep: "yes",
      privateKey: "0x00",
    });
    const problems = problemsOf("--config", file).join("\n");
    expect(problems).to.match(/rpcUrl must match pattern .* not "localhost:8545"/);
    expect(problems).to.match(/httpPort must be <= 65535, not 70000/);
    expect(problems).to.match(/logLevel must be one of debug, info, warn, error, not "loud"/);
    expect(problems).to.match(/pollMs must be integer, not "fast"/);
    expect(problems).to.match(/upkeep must be boolean, not "yes"/);
    expect(problems).to.match(/privateKey is unknown/);
  });

  it("takes no text for a number", () => {
    expect(problemsOf(...REQUIRED, "--http-port", "80a")[0]).to.match(/httpPort must be integer, not "80a"/);
    expect(problemsOf(...REQUIRED, "--http-port=-1")[0]).to.match(/httpPort must be >= 0, not -1/);
    expect(problemsOf(...REQUIRED, "--poll-ms", "1.5")[0]).to.match(/pollMs must be integer, not "1.5"/);
  });

  it("knows no other flag and no other argument", () => {
    expect(problemsOf(...REQUIRED, "--private-key", "0x00")[0]).to.equal("Unknown option '--private-key'");
    expect(problemsOf(...REQUIRED, "now")[0]).to.match(/Unexpected argument 'now'/);
    expect(problemsOf("--rpc-url")[0]).to.match(/'--rpc-url <value>' argument missing/);
  });

  it("says which file cannot be used, and why", () => {
    const broken = write("broken.json", "{");
    const list = write("list.json", "[]");
    expect(() => load("--config", "/nowhere.json")).to.throw(UnreadableFileError, "/nowhere.json cannot be used");
    expect(() => load("--config", broken)).to.throw(UnreadableFileError, "it is no JSON");
    expect(() => load("--config", list)).to.throw(UnreadableFileError, "it is no JSON object");
  });
});
