/**
 * How the Solidity tests are compiled. Hardhat compiles together what shares a compiler configuration, by reference: the
 * tests get two of their own, half of the source each, which compile side by side. They are optimized little: that takes
 * less than half of the time, and what they test is compiled as it is deployed. The long campaign runs for so long that
 * it gains from handlers that are optimized fully: they take half of the time.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type { HardhatConfig, SolidityCompilerConfig } from "hardhat/types/config";
import type { ConfigHooks } from "hardhat/types/hooks";
import { ROOT } from "../lib/paths.ts";

const TESTS = join("test", "rules");
/** Yul steps of one pass: dead code, constant expressions and inlining. */
const OPTIMIZER = {
  enabled: true,
  runs: 1,
  details: { yul: true, yulDetails: { stackAllocation: true, optimizerSteps: "dhfoDgvulfnTUtnIf:" } },
};

/** Test files in two halves of about the same size. */
function halves(): readonly [string[], string[]] {
  const files = readdirSync(join(ROOT, TESTS), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".t.sol"))
    .map((name) => ({ path: join(TESTS, name), size: statSync(join(ROOT, TESTS, name)).size }))
    .sort((a, b) => b.size - a.size);
  const found: [string[], string[]] = [[], []];
  const sizes = [0, 0];
  for (const { path, size } of files) {
    const half = (sizes[0] ?? 0) <= (sizes[1] ?? 0) ? 0 : 1;
    found[half].push(path);
    sizes[half] = (sizes[half] ?? 0) + size;
  }
  return found;
}

function withTests(config: HardhatConfig): HardhatConfig {
  const profiles = Object.entries(config.solidity.profiles).map(([name, profile]) => {
    const [compiler] = profile.compilers;
    if (compiler === undefined) return [name, profile];
    const optimizer = process.env.FUZZ_EFFORT === "long" ? compiler.settings.optimizer : OPTIMIZER;
    const overrides = halves().flatMap((files) => {
      const light: SolidityCompilerConfig = { ...compiler, settings: { ...compiler.settings, optimizer } };
      return files.map((file) => [file, light]);
    });
    return [name, { ...profile, overrides: { ...profile.overrides, ...Object.fromEntries(overrides) } }];
  });
  return { ...config, solidity: { ...config.solidity, profiles: Object.fromEntries(profiles) } };
}

export default async (): Promise<Partial<ConfigHooks>> => ({
  async resolveUserConfig(userConfig, resolveVariable, next) {
    return withTests(await next(userConfig, resolveVariable));
  },
});
