import { defineConfig } from "vite";

export default defineConfig({
  // It is served from wherever it lies: chain and subgraph are named at run time, in config.json beside it.
  base: "./",
  build: {
    target: "es2022",
    manifest: true,
    rolldownOptions: {
      onLog(level, log, log_) {
        // Marks for servers that render React, which nothing here does.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") log_(level, log);
      },
    },
  },
});
