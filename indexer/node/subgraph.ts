/** Building the subgraph, and preparing what was built for one deployment of the exchange. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { cp, mkdir, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Address } from "viem";
import { BuildError, MissingArtifactsError } from "./errors.ts";
import {
  type AbiEvent,
  type Abis,
  eventsOf,
  type ManifestOptions,
  manifestOf,
  NO_ADDRESSES,
  perRoom,
  ROOMS,
  type Room,
} from "./manifest.ts";
import { startChild } from "./process.ts";

const HERE = join(dirname(fileURLToPath(import.meta.url)), "..");
const ARTIFACTS = join(HERE, "..", "artifacts", "contracts", "interfaces");
const SCHEMA = "schema.graphql";
const MANIFEST = "subgraph.yaml";
const MAPPING = "mapping.wasm";
/** The data source that graph-cli names the one compiled mapping after. */
const FIRST: Room = ROOMS[0];

/** A subgraph in a folder of its own, ready for a graph-node. */
export interface PreparedSubgraph {
  /** Path of the manifest. */
  readonly manifest: string;
  /** The network's name in it. */
  readonly network: string;
}

export interface PrepareOptions {
  /** The folder; made, or emptied. */
  readonly folder: string;
  /** The network's name, as graph-node is to call it. */
  readonly network: string;
  readonly addresses: Readonly<Record<Room, Address>>;
  /** First block with an event. */
  readonly startBlock: bigint;
}

/** The schema, from one file per room. */
function schemaText(): string {
  const folder = join(HERE, "schema");
  const files = readdirSync(folder).sort();
  return files.map((file) => readFileSync(join(folder, file), "utf8")).join("\n");
}

/**
 * Compiles the mappings with graph-cli into `build/`, unless that was done for the same sources.
 *
 * @throws {MissingArtifactsError} when the contracts are not built
 * @throws {BuildError} when graph-cli finds fault
 */
export async function buildSubgraph(): Promise<void> {
  const abis = readAbis();
  const schema = schemaText();
  const manifest = manifestOf({
    abis,
    network: "mainnet",
    addresses: NO_ADDRESSES,
    startBlock: 0n,
    files: { schema: SCHEMA, mapping: "src/mapping.ts", abi: (room) => `generated/abis/${room}.json` },
  });
  const stamp = stampOf(manifest, schema, abis);
  const stampFile = join(HERE, "build", "stamp");
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === stamp) return;

  await rm(join(HERE, "build"), { recursive: true, force: true });
  await rm(join(HERE, "generated"), { recursive: true, force: true });
  await mkdir(join(HERE, "generated", "abis"), { recursive: true });
  for (const room of ROOMS) {
    await writeFile(join(HERE, "generated", "abis", `${room}.json`), JSON.stringify(abis[room]));
  }
  await writeFile(join(HERE, SCHEMA), schema);
  await writeFile(join(HERE, MANIFEST), manifest);
  await graph("codegen", "--skip-migrations");
  await graph("build", "--skip-migrations");
  await writeFile(stampFile, stamp);
}

/** Writes what a graph-node needs to index one deployment. The subgraph is built. */
export async function prepareSubgraph(options: PrepareOptions): Promise<PreparedSubgraph> {
  const { folder, network, addresses, startBlock } = options;
  const abis = readAbis();
  await rm(folder, { recursive: true, force: true });
  await mkdir(join(folder, "abis"), { recursive: true });
  await writeFile(join(folder, SCHEMA), schemaText());
  await cp(join(HERE, "build", FIRST, `${FIRST}.wasm`), join(folder, MAPPING));
  for (const room of ROOMS) await writeFile(join(folder, "abis", `${room}.json`), JSON.stringify(abis[room]));
  const files: ManifestOptions["files"] = {
    schema: `./${SCHEMA}`,
    mapping: `./${MAPPING}`,
    abi: (room) => `./abis/${room}.json`,
  };
  const manifest = join(folder, MANIFEST);
  await writeFile(manifest, manifestOf({ abis, network, addresses, startBlock, files }));
  return { manifest, network };
}

/** The events of every room, from its interface. */
function readAbis(): Abis {
  return perRoom((room) => {
    const file = join(ARTIFACTS, `I${room}.sol`, `I${room}.json`);
    if (!existsSync(file)) throw new MissingArtifactsError(`artifacts/contracts/interfaces/I${room}.sol`);
    const { abi } = JSON.parse(readFileSync(file, "utf8")) as { readonly abi: readonly AbiEvent[] };
    return eventsOf(abi);
  });
}

function stampOf(manifest: string, schema: string, abis: Abis): string {
  const hash = createHash("sha256").update(manifest).update(schema).update(JSON.stringify(abis));
  const sources = join(HERE, "src");
  for (const file of readdirSync(sources).sort()) hash.update(file).update(readFileSync(join(sources, file)));
  hash.update(readFileSync(graphCli("package.json")));
  return hash.digest("hex");
}

async function graph(...args: readonly string[]): Promise<void> {
  const child = await startChild({
    name: `graph ${args[0]}`,
    command: process.execPath,
    args: [graphCli("bin/run.js"), ...args],
    cwd: HERE,
    env: { GRAPH_SKIP_NEW_VERSION_CHECK: "true", NO_COLOR: "1", DEBUG: "" },
  });
  if ((await child.exit) === 0) return;
  // Where in itself it failed is of no use.
  const lines = child.log().filter((line) => !/^\W*(\[\d+m)?\s+at /.test(line));
  throw new BuildError(`graph ${args[0]} failed\n${lines.join("\n")}`);
}

function graphCli(file: string): string {
  // The package exports no paths of its own.
  const main = createRequire(import.meta.url).resolve("@graphprotocol/graph-cli");
  return join(dirname(main), "..", file);
}
