/** Builds on all cores; afterwards the bytecodes that the SDK deploys are those that were just built. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import type { SolidityHooks } from "hardhat/types/hooks";
import { bytecodeFile } from "../lib/generated.ts";
import { ROOT } from "../lib/paths.ts";

const FILE = join(ROOT, "sdk", "src", "bytecode", "index.ts");

export default async (): Promise<Partial<SolidityHooks>> => ({
  async build(context, rootFilePaths, options, next) {
    return await next(context, rootFilePaths, { ...options, concurrency: availableParallelism() });
  },
  // biome-ignore lint/suspicious/useAwait: Hardhat wants a promise
  async processArtifactsAfterSuccessfulBuild() {
    const text = bytecodeFile();
    if (existsSync(FILE) && readFileSync(FILE, "utf8") === text) return;
    mkdirSync(dirname(FILE), { recursive: true });
    writeFileSync(FILE, text);
  },
});
