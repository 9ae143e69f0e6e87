import type { KnipConfig } from "knip";

/** Solidity's imports as JavaScript's, so that an unused contract or library dependency is found as well. */
function solidityImports(text: string): string {
  return [...text.matchAll(/^import\s[^"]*("[^"]+");/gm)].map(([, path]) => `import ${path};`).join("\n");
}

const config: KnipConfig = {
  compilers: { sol: solidityImports },
  workspaces: {
    ".": {
      entry: [
        "scripts/*.ts",
        "scripts/lib/reporter.ts",
        "scripts/lib/mutants/suite.ts",
        "test/**/*.test.ts",
        "contracts/{*,mocks/*,periphery/*}.sol",
        "test/**/*.t.sol",
        "test/flows/contracts/*.sol",
      ],
      project: ["*.ts", "scripts/**/*.ts", "test/**/*.{ts,sol}", "contracts/**/*.sol"],
    },
    sdk: { entry: ["scripts/*.ts", "src/*/index.ts", "test/**/*.test.ts"] },
    indexer: {
      entry: ["src/mapping.ts", "test/**/*.test.ts"],
      // Found by its name at run time: the compiler's command.
      ignoreDependencies: ["@graphprotocol/graph-cli"],
    },
    local: { entry: ["test/**/*.test.ts"] },
    app: {
      entry: ["test/**/*.test.ts"],
      // Read as a file, for the page to run.
      ignoreDependencies: ["axe-core"],
      ignoreBinaries: ["apt-get"],
    },
    keeper: { entry: ["test/**/*.test.ts"] },
  },
};

export default config;
