import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect } from "chai";
import hre from "hardhat";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployExchange } from "../../../sdk/src/deploy/index.ts";
import { type Deployment, listProductSync, openMarketSync } from "../../../sdk/src/index.ts";
import { LANES, START, TERMS } from "./market.ts";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..", "..", "..");
const SDK = join(ROOT, "sdk");
const KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

/** What somebody writes who has only installed the package. It is typechecked and run. */
const SCRIPT = `
import { cashAccount, currentAuctions, getBalance, getMarket, type Deployment, toClearhourError, UnknownMarketError } from "@clearhour/sdk";
import { toAccessKey } from "@clearhour/sdk/access";
import { clearBook } from "@clearhour/sdk/clearing";
import { deployExchange } from "@clearhour/sdk/deploy";
import { clientFromEthers } from "@clearhour/sdk/ethers";
import { READING_VERSION } from "@clearhour/sdk/meter";
import { MAX_SPEC_BYTES } from "@clearhour/sdk/spec";
import { createPublicClient, http } from "viem";

const [url = "", text = ""] = process.argv.slice(2);
const parsed = JSON.parse(text);
const deployment: Deployment = { ...parsed, block: BigInt(parsed.block) };
const client = createPublicClient({ transport: http(url) });
const market = await getMarket(client, { deployment, market: 1 });
const { timestamp } = await client.getBlock();
const auctions: bigint[] = market.lanes.flatMap((lane) => currentAuctions(lane, timestamp)).map(({ auction }) => auction);
const owner = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const balance: bigint = await getBalance(client, { deployment, accountId: cashAccount(owner) });
const unknown: unknown = await getMarket(client, { deployment, market: 9 }).catch((error: unknown) => error);
console.log(
  JSON.stringify({
    lanes: market.lanes.map(({ window }) => window),
    auctions: auctions.length,
    balance: balance.toString(),
    error: toClearhourError(unknown) instanceof UnknownMarketError,
    entries: [toAccessKey, clearBook, deployExchange, clientFromEthers].map((entry) => typeof entry),
    constants: [READING_VERSION, MAX_SPEC_BYTES],
  }),
);
`;

const CONFIG = {
  compilerOptions: {
    target: "es2022",
    module: "nodenext",
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    skipLibCheck: true,
    types: ["node"],
    typeRoots: [join(ROOT, "node_modules", "@types")],
    outDir: "out",
  },
  include: ["*.ts"],
};

async function run(
  command: string,
  args: readonly string[],
  cwd: string,
  more: NodeJS.ProcessEnv = {},
): Promise<string> {
  const env = { ...process.env, npm_config_engine_strict: "false", ...more };
  const { stdout } = await promisify(execFile)(command, args, { cwd, env, maxBuffer: 2 ** 24 }).catch((error) => {
    throw new Error(`${command} ${args.join(" ")} failed:\n${error.stdout}\n${error.stderr}`);
  });
  return stdout;
}

async function serve() {
  const server = await hre.network.createServer({ override: { initialDate: START } });
  const { address, port } = await server.listen();
  const url = `http://${address}:${port}`;
  const client = createWalletClient({ account: privateKeyToAccount(KEY), transport: http(url) });
  const deployment: Deployment = await deployExchange(client);
  const { product } = await listProductSync(client, { deployment, spec: "0x7b7d", layers: 0, terms: TERMS });
  const params = {
    feeBps: 10,
    maxTip: 0n,
    minVolume: 1,
    access: "0x0000000000000000000000000000000000000000",
  } as const;
  await openMarketSync(client, { deployment, products: [product], lanes: LANES, params });
  return { server, url, deployment };
}

describe("sdk: the package", () => {
  it("reads a market from an empty project that has installed it", async function () {
    this.timeout(300_000);
    const project = await mkdtemp(join(tmpdir(), "clearhour-sdk-"));
    const { server, url, deployment } = await serve();
    try {
      await run(process.execPath, [join(SDK, "scripts", "build.ts")], SDK);
      const packed = await run("npm", ["pack", "--json", "--pack-destination", project, join(SDK, "dist")], project);
      const [{ filename, size }] = JSON.parse(packed) as [{ filename: string; size: number }];
      expect(size).to.be.lessThan(1_000_000);

      await writeFile(join(project, "package.json"), JSON.stringify({ name: "empty", private: true, type: "module" }));
      await writeFile(join(project, "tsconfig.json"), JSON.stringify(CONFIG));
      await writeFile(join(project, "read.ts"), SCRIPT);
      // The README's examples are compiled, and the first one is run.
      const readme = await readFile(join(SDK, "README.md"), "utf8");
      const examples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```/gm)].map(([, code = ""]) => code);
      for (const [i, code] of examples.entries()) await writeFile(join(project, `example${i}.ts`), code);
      await run("npm", ["install", "--prefer-offline", "--no-audit", "--no-fund", `./${filename}`], project);

      await run(join(ROOT, "node_modules", ".bin", "tsc"), ["-p", "."], project);
      const argument = JSON.stringify(deployment, (_, value) => (typeof value === "bigint" ? value.toString() : value));
      const printed = await run(process.execPath, [join("out", "read.js"), url, argument], project);
      expect(JSON.parse(printed)).to.deep.equal({
        lanes: [36, 1],
        auctions: 3,
        balance: "0",
        error: true,
        entries: ["function", "function", "function", "function"],
        constants: [1, 16_384],
      });
      const example = await run(process.execPath, [join("out", "example0.js")], project, { RPC_URL: url });
      expect(example).to.equal("placed 1 order, which took 7657650 quote units\n");
      expect(await run(join("node_modules", ".bin", "clearhour"), ["--help"], project)).to.contain("meter read");
    } finally {
      await server.close();
      await rm(project, { recursive: true });
    }
  });
});
