import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { build } from "esbuild";
import hre from "hardhat";
import { createWalletClient, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { deployExchange } from "../../../sdk/src/deploy/index.ts";
import { type Deployment, listProductSync, openMarketSync } from "../../../sdk/src/index.ts";
import { LANES, START, TERMS } from "../../../sdk/test/support/listing.ts";
import { type Consumer, codeOf, openConsumer } from "../fixtures/consumer.ts";

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

/** A constant 100 W for one minute, then half of it until two are over: 9,000.025 J. */
const WATTS = "offset_ms,watts\n0,100\n60000,100\n60001,50\n120000,50\n";

/** What browsers and Node both have; a bundle that runs on these needs nothing else. */
const WEB = {
  ...{ AbortController, AbortSignal, Headers, Request, Response, TextDecoder, TextEncoder, URL, fetch },
  ...{ clearInterval, clearTimeout, crypto, setInterval, setTimeout },
  // Those of a context of its own are no instances of what its `fetch` and `crypto` know.
  ...{ ArrayBuffer, Uint8Array },
};

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
    wordFee: 0n,
    minNotional: 0n,
    access: "0x0000000000000000000000000000000000000000",
  } as const;
  await openMarketSync(client, { deployment, products: [product], lanes: LANES, params });
  return { server, url, deployment };
}

/** Bundled for browsers; esbuild refuses an import of `node:…` there. */
async function bundled(project: Consumer, files: readonly string[], define: Readonly<Record<string, string>> = {}) {
  const { outputFiles } = await build({
    entryPoints: files.map((file) => join(project.folder, file)),
    outdir: project.folder,
    bundle: true,
    platform: "browser",
    format: "esm",
    target: "es2022",
    define,
    write: false,
    logLevel: "silent",
  });
  return outputFiles.map(({ text }) => text).join("\n");
}

describe("sdk: the package, in an empty project that has installed it", function () {
  this.timeout(120_000);
  const PLACED = "placed 1 order, which took 7657650 quote units\n";
  let project: Consumer;
  let chain: Awaited<ReturnType<typeof serve>>;

  before(async () => {
    [project, chain] = await Promise.all([openConsumer(), serve()]);
    await project.write("read.ts", SCRIPT);
    for (const [i, code] of (await codeOf("sdk/README.md")).entries()) await project.write(`example${i}.ts`, code);
    await project.compile("nodenext");
  });
  after(async () => {
    await chain.server.close();
    await project.close();
  });

  it("is small", () => {
    expect(project.size).to.be.lessThan(1_000_000);
  });

  it("reads a market in Node", async () => {
    const argument = JSON.stringify(chain.deployment, (_, value) =>
      typeof value === "bigint" ? value.toString() : value,
    );
    const printed = await project.run(process.execPath, [join("out", "read.js"), chain.url, argument]);
    expect(JSON.parse(printed)).to.deep.equal({
      lanes: [36, 1],
      auctions: 3,
      balance: "0",
      error: true,
      entries: ["function", "function", "function", "function"],
      constants: [1, 16_384],
    });
  });

  it("places the order of its README in Node", async () => {
    const env = { RPC_URL: chain.url };
    expect(await project.run(process.execPath, [join("out", "example0.js")], env)).to.equal(PLACED);
  });

  it("places the same order where there is nothing but what browsers have", async () => {
    const [example = ""] = await codeOf("sdk/README.md");
    await project.write("order.ts", example);
    const bundle = await bundled(project, ["order.ts"], { "process.env.RPC_URL": JSON.stringify(chain.url) });
    const printed: string[] = [];
    const console = { log: (line: string) => printed.push(`${line}\n`) };
    await runInNewContext(`(async () => {${bundle}})()`, { ...WEB, console });
    expect(printed).to.deep.equal([PLACED]);
  });

  it("is typechecked and bundled for a browser with every entry, none of which imports a module of Node", async () => {
    const imported = (entries: readonly string[]) => {
      const imports = entries.map((entry, i) => `import * as entry${i} from "${entry}";`);
      return `${imports.join("\n")}\nconsole.log(${entries.map((_, i) => `entry${i}`).join(", ")});\n`;
    };
    // The declarations of ethers want those of Node, with which they are typechecked above.
    const ethers = "@clearhour/sdk/ethers";
    expect(project.entries).to.include.members(["@clearhour/sdk", "@clearhour/sdk/meter", ethers]);
    await project.write("browser.ts", imported(project.entries.filter((entry) => entry !== ethers)));
    await project.write("ethers.ts", imported([ethers]));
    await project.compile("bundler");
    expect((await bundled(project, ["browser.ts", "ethers.ts"])).length).to.be.greaterThan(100_000);
  });

  it("brings its command line", async () => {
    await project.write("watts.csv", WATTS);
    const clearhour = (...args: string[]) => project.run("npx", ["--no", "--", "clearhour", ...args]);
    expect(await clearhour("--help"))
      .to.contain("meter read")
      .and.to.contain("meter verify");
    const read = JSON.parse(await clearhour("meter", "read", "watts.csv"));
    expect(read).to.include({ meanW: 75.000208, energyWh: 2.500007 });
  });
});
