import { createRequire } from "node:module";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import { defineConfig } from "hardhat/config";

const require = createRequire(import.meta.url);

/** Osaka: no transaction may carry more gas than this (EIP-7825). */
const TRANSACTION_GAS_CAP = 16_777_216;
const BLOCK_GAS_LIMIT = 45_000_000;

/** Fuzz effort: small at the desk, larger in CI, largest in `npm run fuzz:long`. */
const EFFORTS = {
  desk: { fuzzRuns: 64, invariantRuns: 2, invariantDepth: 1_000 },
  ci: { fuzzRuns: 512, invariantRuns: 4, invariantDepth: 2_000 },
  long: { fuzzRuns: 10_000, invariantRuns: 900, invariantDepth: 2_000 },
};

function effort() {
  const name = process.env.FUZZ_EFFORT ?? (process.env.CI ? "ci" : "desk");
  if (name in EFFORTS) return EFFORTS[name as keyof typeof EFFORTS];
  throw new Error(`FUZZ_EFFORT=${name}: expected one of ${Object.keys(EFFORTS).join(", ")}`);
}

const { fuzzRuns, invariantRuns, invariantDepth } = effort();

export default defineConfig({
  plugins: [
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatViem,
    hardhatViemAssertions,
    {
      id: "clearhour:build",
      hookHandlers: {
        config: () => import("./scripts/hooks/config.ts"),
        solidity: () => import("./scripts/hooks/solidity.ts"),
      },
    },
  ],
  paths: {
    sources: "contracts",
    tests: { solidity: "test/rules", mocha: "test/flows" },
  },
  solidity: {
    version: "0.8.37",
    // The compiler is the npm package, so that a build downloads nothing.
    path: require.resolve("solc/soljson.js"),
    splitTestsCompilation: true,
    settings: {
      evmVersion: "cancun",
      viaIR: true,
      optimizer: { enabled: true, runs: 2_000 },
      metadata: { bytecodeHash: "none", appendCBOR: false },
    },
  },
  networks: {
    default: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "osaka",
      blockGasLimit: BLOCK_GAS_LIMIT,
      transactionGasCap: TRANSACTION_GAS_CAP,
    },
    node: {
      type: "edr-simulated",
      chainType: "l1",
      hardfork: "osaka",
      blockGasLimit: BLOCK_GAS_LIMIT,
      transactionGasCap: TRANSACTION_GAS_CAP,
    },
  },
  test: {
    mocha: { timeout: 60_000, reporter: "./scripts/lib/reporter.ts" },
    solidity: {
      // keccak256("clearhour")
      fuzz: {
        seed: "0xf30a7b8c6df823f0dab528d827c22929eee0dc9584314f9090d48629e4c79f12",
        runs: fuzzRuns,
      },
      invariant: { runs: invariantRuns, depth: invariantDepth, failOnRevert: true, shrinkRunLimit: 64 },
      fsPermissions: { readDirectory: ["test"], dangerouslyReadWriteDirectory: ["out"] },
    },
  },
});
