import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { ROOT } from "./paths.ts";

interface Artifact {
  readonly contractName: string;
  readonly sourceName: string;
  readonly abi: readonly { readonly type: string; readonly name?: string }[];
  /** Hex; "0x" for interfaces and abstract contracts. */
  readonly deployedBytecode: string;
}

interface BuildOutput {
  readonly output: { readonly errors?: readonly { readonly formattedMessage: string }[] };
}

const ARTIFACTS = join(ROOT, "artifacts");

/** Every deployable contract under `contracts/` that has an interface, sorted by name. */
export function deployable(): Artifact[] {
  const artifacts = jsonFiles(join(ARTIFACTS, "contracts"))
    .map((path) => JSON.parse(readFileSync(path, "utf8")) as Artifact)
    .filter(({ abi, deployedBytecode }) => abi.length > 0 && deployedBytecode !== "0x")
    .sort((a, b) => (a.contractName < b.contractName ? -1 : 1));
  if (artifacts.length === 0) throw new Error("no contract artifacts: run `npm run build` first");
  return artifacts;
}

/** What the compiler complained about in the current build. */
export function compilerWarnings(): string[] {
  return jsonFiles(join(ARTIFACTS, "build-info"))
    .filter((path) => path.endsWith(".output.json"))
    .map((path) => JSON.parse(readFileSync(path, "utf8")) as BuildOutput)
    .flatMap(({ output }) => output.errors ?? [])
    .map(({ formattedMessage }) => formattedMessage);
}

function jsonFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => join(folder, name));
}
