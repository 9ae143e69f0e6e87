import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

interface Artifact {
  readonly contractName: string;
  readonly sourceName: string;
  readonly abi: readonly {
    readonly type: string;
    readonly name?: string;
    readonly inputs?: readonly { readonly type: string }[];
  }[];
  readonly bytecode: string;
  /** Hex; "0x" for interfaces and abstract contracts. */
  readonly deployedBytecode: string;
  readonly buildInfoId: string;
}

interface Complaint {
  readonly formattedMessage: string;
  readonly sourceLocation?: { readonly file: string };
}

interface BuildOutput {
  readonly output: { readonly errors?: readonly Complaint[] };
}

const ARTIFACTS = join(ROOT, "artifacts");

/** Every deployable contract under `contracts/` that has functions, sorted by name. */
export function deployable(): Artifact[] {
  const artifacts = built()
    .filter(({ abi, deployedBytecode }) => deployedBytecode !== "0x" && abi.some(({ type }) => type === "function"))
    .sort((a, b) => (a.contractName < b.contractName ? -1 : 1));
  if (artifacts.length === 0) throw new Error("no contract artifacts: run `npm run build` first");
  return artifacts;
}

/** What the compiler complained about in the project's own sources, in the current build. */
export function compilerWarnings(): string[] {
  const builds = [...new Set(built().map(({ buildInfoId }) => buildInfoId))];
  const warnings = builds
    .map((id) => JSON.parse(readFileSync(join(ARTIFACTS, "build-info", `${id}.output.json`), "utf8")) as BuildOutput)
    .flatMap(({ output }) => output.errors ?? [])
    .filter(({ sourceLocation }) => !sourceLocation?.file.startsWith("npm/"))
    .map(({ formattedMessage }) => formattedMessage);
  return [...new Set(warnings)];
}

function built(): Artifact[] {
  return jsonFiles(join(ARTIFACTS, "contracts")).map((path) => JSON.parse(readFileSync(path, "utf8")) as Artifact);
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
}
