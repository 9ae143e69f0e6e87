/** A copy of the project in which the compiled tests run on other rooms than those they were compiled beside. */
import { cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { type HardhatUserConfig, overrideTask } from "hardhat/config";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { SolidityUserConfig } from "hardhat/types/config";
import type { GlobalOptions } from "hardhat/types/global-options";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import config from "../../hardhat.config.ts";
import { ROOT } from "./paths.ts";

const SOURCES = ["contracts", join("test", "rules")];
/** What the builds were made of, for stack traces: the most of the bytes, which every run would read. */
const BUILDS = "build-info";
const COMPILED_TESTS = join("cache", "test-artifacts");
/** Makes the folder a project of its own: Hardhat looks for the nearest one. */
const PROJECT = "package.json";

/** Makes the folder anew: the sources, the tests as the last build compiled them, and what else is named. */
export function copyProject(folder: string, others: readonly string[] = []): void {
  rmSync(folder, { recursive: true, force: true });
  for (const path of [PROJECT, ...SOURCES, COMPILED_TESTS, ...others]) {
    cpSync(join(ROOT, path), join(folder, path), { recursive: true, filter: (from) => basename(from) !== BUILDS });
  }
  // For what the tests write.
  mkdirSync(join(folder, "out"));
}

/**
 * Hardhat in the copy, which compiles contracts only. The tests' task asks for a build of the tests first: here it gets
 * what a build answers, without one.
 * @param tests by their paths in the project
 */
export function copiedProject(
  folder: string,
  tests: readonly string[],
  options: Partial<GlobalOptions> = {},
): Promise<HardhatRuntimeEnvironment> {
  const testRootPaths = tests.map((path) => join(folder, path));
  const build = overrideTask("build")
    .setInlineAction(
      async (args, _, runSuper): Promise<unknown> =>
        args.noTests === true ? await runSuper(args) : { contractRootPaths: [], testRootPaths },
    )
    .build();
  process.chdir(folder);
  const compiler = options.coverage === true ? { solidity: smallCode(config.solidity) } : {};
  return createHardhatRuntimeEnvironment({ ...config, ...compiler, plugins: [], tasks: [build] }, options, folder);
}

/** Optimized for size: beside the counters, what is inlined for speed has more variables than the stack can hold. */
function smallCode(solidity: HardhatUserConfig["solidity"]): SolidityUserConfig {
  if (typeof solidity !== "object" || !("settings" in solidity)) throw new Error("expected one compiler's settings");
  return { ...solidity, settings: { ...solidity.settings, optimizer: { enabled: true, runs: 1 } } };
}
